import type { PublicFile } from '../data-sets/index.js';
import { usStates, type UsState } from '../divisions/index.js';

const CENSUS = 'https://www2.census.gov/geo/docs/maps-data/data/rel2020/cd-sld';

/** What `clarion data update us` brings, and the names such files have in a folder. */
export const usPublicFiles: readonly PublicFile[] = [
  {
    source: 'congress-legislators',
    url: 'https://unitedstates.github.io/congress-legislators/legislators-current.json',
    names: ['legislators-current.json', 'legislators-current.yaml'],
  },
  // Who sits in a committee comes after the committee.
  ...['committees-current', 'committee-membership-current'].map((name) => ({
    source: 'congress-committees',
    url: `https://unitedstates.github.io/congress-legislators/${name}.json`,
    names: [`${name}.json`, `${name}.yaml`],
  })),
  {
    source: 'zip-districts',
    url: `${CENSUS}/tab20_cd11920_zcta520_natl.txt`,
    names: ['tab20_cd11920_zcta520_natl.txt', 'zccd.csv'],
  },
  ...usStates.filter(publishesLegislators).map(({ abbr }) => ({
    source: 'openstates-people',
    url: `https://data.openstates.org/people/current/${abbr.toLowerCase()}.csv`,
    names: ['state-legislators.csv', `${abbr.toLowerCase()}.csv`],
  })),
];

/** Whether Open States publishes the members of this legislature: of the territories only Puerto Rico's (list of 2026-08-05). */
export function publishesLegislators({ abbr, kind }: UsState): boolean {
  return kind !== 'territory' || abbr === 'PR';
}
