import { stringify } from 'yaml';
import type { Roster } from '../offices/index.js';
import { LETTER_FILE, PAGE_FILE, POSITIONS_FILE, YAML_FILE, type CampaignFiles } from './campaign-files.js';
import type { Definition } from './campaign.js';
import { csvOf, officialsCsv } from './officials-csv.js';

/** Files that say what a version from before files were kept says; the list is that of the roster of today. */
export function madeUpFiles(
  { file, rule, letterSource, pageSource, otherLetters = [] }: Definition,
  roster: Roster,
): CampaignFiles {
  const list = file.targets.officials;
  const bodies = list !== undefined && rule.kind === 'bodies' ? rule.bodies : [];
  const positions = (rule.positions ?? []).map(({ who, position, name }) => {
    const isOffice = who.includes('/');
    return { office: isOffice ? who : '', bioguide: isOffice ? '' : who, name: name ?? '', position };
  });
  return {
    [YAML_FILE]: stringify(file, { lineWidth: 110 }),
    [LETTER_FILE]: letterSource,
    [PAGE_FILE]: pageSource,
    ...Object.fromEntries(otherLetters.map(({ name, source }) => [`${name}.hbs`, source])),
    ...(list !== undefined && { [list]: officialsCsv(roster, bodies) }),
    ...(positions.length > 0 && { [POSITIONS_FILE]: csvOf(['office', 'bioguide', 'name', 'position'], positions) }),
  };
}
