import type { PublicFile } from '../data-sets/index.js';
import { usStates, type UsState } from '../divisions/index.js';

const CENSUS = 'https://www2.census.gov/geo';
const MAPS = `${CENSUS}/tiger/GENZ2024/shp`;

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
    source: 'congress-offices',
    url: 'https://unitedstates.github.io/congress-legislators/legislators-district-offices.json',
    names: ['legislators-district-offices.json', 'legislators-district-offices.yaml'],
  },
  {
    source: 'zip-districts',
    url: `${CENSUS}/docs/maps-data/data/rel2020/cd-sld/tab20_cd11920_zcta520_natl.txt`,
    names: ['tab20_cd11920_zcta520_natl.txt', 'zccd.csv', 'zcta-cd119.csv'],
    sha256: '57fad59f65af5179ddd18dcfb8f72482dc0cf04fe26e2b9b2b34c51c04405f77',
  },
  {
    source: 'zip-points',
    url: `${CENSUS}/docs/maps-data/data/gazetteer/2024_Gazetteer/2024_Gaz_zcta_national.zip`,
    names: ['2024_Gaz_zcta_national.zip', '2024_Gaz_zcta_national.txt', 'zcta-cd119.csv', 'geonames-us-postal.csv'],
  },
  {
    source: 'districts',
    url: `${MAPS}/cb_2024_us_cd119_500k.zip`,
    names: ['cb_2024_us_cd119_500k.zip', 'us-cd119.geojson', 'us-cd119.topojson'],
  },
  ...usStates.filter(publishesLegislators).map(({ abbr }) => ({
    source: 'openstates-people',
    url: `https://data.openstates.org/people/current/${abbr.toLowerCase()}.csv`,
    names: ['state-legislators.csv', 'state-legislators.jsonl', `${abbr.toLowerCase()}.csv`],
  })),
  ...usStates.flatMap(legislativeMaps),
];

/** The Census Bureau's maps of a state's legislative districts, a file for each chamber. */
function legislativeMaps({ abbr, fips, kind }: UsState): PublicFile[] {
  if (kind !== 'state' && abbr !== 'PR') return [];
  const chambers = abbr === 'NE' ? ['sldu'] : ['sldu', 'sldl'];
  return chambers.map((layer) => {
    const name = `cb_2024_${fips}_${layer}_500k.zip`;
    return {
      source: 'districts',
      url: `${MAPS}/${name}`,
      names: [name, `us-${abbr.toLowerCase()}-${layer}.geojson`],
    };
  });
}

/** Whether Open States publishes the members of this legislature: of the territories only Puerto Rico's (list of 2026-08-05). */
export function publishesLegislators({ abbr, kind }: UsState): boolean {
  return kind !== 'territory' || abbr === 'PR';
}
