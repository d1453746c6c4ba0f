import { usStates } from '../divisions/index.js';

/** A square that stands for an area, about where the area lies. */
export type Tile = {
  readonly division: string;
  readonly short: string;
  readonly name: string;
  readonly column: number;
  readonly row: number;
};

/** One character pair for each column; dots are empty. Small states are as readable as large ones. */
const STATES = `
AK .. .. .. .. .. .. .. .. .. ME
.. .. .. .. .. .. .. .. .. VT NH
WA ID MT ND MN IL WI MI NY RI MA
OR NV WY SD IA IN OH PA NJ CT ..
CA UT CO NE MO KY WV VA MD DE ..
.. AZ NM KS AR TN NC SC DC .. ..
GU MP .. OK LA MS AL GA .. .. ..
HI AS .. TX .. .. .. .. FL PR VI`;

/** Nations of the United Kingdom, and regions of England by their old NUTS codes. */
const NATIONS = `
.. SC NE ..
NI NW YH ..
WA WM EM EE
.. SW LO SE`;

const GB = 'ocd-division/country:gb/part:';

const NATION_NAMES: Readonly<Record<string, readonly [string, string]>> = {
  SC: ['sct', 'Scotland'],
  NI: ['nir', 'Northern Ireland'],
  WA: ['wls', 'Wales'],
  NE: ['eng/region:ukc', 'North East'],
  NW: ['eng/region:ukd', 'North West'],
  YH: ['eng/region:uke', 'Yorkshire and the Humber'],
  EM: ['eng/region:ukf', 'East Midlands'],
  WM: ['eng/region:ukg', 'West Midlands'],
  EE: ['eng/region:ukh', 'East of England'],
  LO: ['eng/region:uki', 'London'],
  SE: ['eng/region:ukj', 'South East'],
  SW: ['eng/region:ukk', 'South West'],
};

/** The states of the United States with the federal district and the territories. */
export const stateTiles: readonly Tile[] = placed(STATES).flatMap(({ short, ...place }) => {
  const state = usStates.find(({ abbr }) => abbr === short);
  return state ? [{ ...place, short, name: state.name, division: state.division }] : [];
});

export const nationTiles: readonly Tile[] = placed(NATIONS).flatMap(({ short, ...place }) => {
  const [key, name] = NATION_NAMES[short] ?? [];
  return key !== undefined && name !== undefined ? [{ ...place, short, name, division: GB + key }] : [];
});

function placed(layout: string): Pick<Tile, 'short' | 'column' | 'row'>[] {
  const rows = layout.trim().split('\n');
  return rows.flatMap((line, row) =>
    line.split(' ').flatMap((short, column) => (short === '..' ? [] : [{ short, column, row }])),
  );
}
