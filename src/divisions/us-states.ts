/** A state, the federal district, or a territory of the United States. */
export type UsState = {
  /** USPS abbreviation, `CO`. */
  readonly abbr: string;
  /** Census FIPS code of two digits, `08`. */
  readonly fips: string;
  readonly name: string;
  readonly kind: 'state' | 'district' | 'territory';
  /** Its OCD division id: `ocd-division/country:us/state:co`. */
  readonly division: string;
};

/** FIPS codes and names: ANSI INCITS 38, as the Census Bureau lists them (2020). */
const LIST = `AL 01 Alabama|AK 02 Alaska|AZ 04 Arizona|AR 05 Arkansas|CA 06 California|CO 08 Colorado|CT 09 Connecticut
DE 10 Delaware|DC 11 District of Columbia|FL 12 Florida|GA 13 Georgia|HI 15 Hawaii|ID 16 Idaho|IL 17 Illinois
IN 18 Indiana|IA 19 Iowa|KS 20 Kansas|KY 21 Kentucky|LA 22 Louisiana|ME 23 Maine|MD 24 Maryland|MA 25 Massachusetts
MI 26 Michigan|MN 27 Minnesota|MS 28 Mississippi|MO 29 Missouri|MT 30 Montana|NE 31 Nebraska|NV 32 Nevada
NH 33 New Hampshire|NJ 34 New Jersey|NM 35 New Mexico|NY 36 New York|NC 37 North Carolina|ND 38 North Dakota|OH 39 Ohio
OK 40 Oklahoma|OR 41 Oregon|PA 42 Pennsylvania|RI 44 Rhode Island|SC 45 South Carolina|SD 46 South Dakota
TN 47 Tennessee|TX 48 Texas|UT 49 Utah|VT 50 Vermont|VA 51 Virginia|WA 53 Washington|WV 54 West Virginia
WI 55 Wisconsin|WY 56 Wyoming|AS 60 American Samoa|GU 66 Guam|MP 69 Northern Mariana Islands|PR 72 Puerto Rico
VI 78 U.S. Virgin Islands`;

const TERRITORIES = new Set(['AS', 'GU', 'MP', 'PR', 'VI']);

export const usStates: readonly UsState[] = LIST.split(/[|\n]/).map((entry) => {
  const [abbr = '', fips = '', ...words] = entry.split(' ');
  const kind = abbr === 'DC' ? 'district' : TERRITORIES.has(abbr) ? 'territory' : 'state';
  return {
    abbr,
    fips,
    name: words.join(' '),
    kind,
    division: `ocd-division/country:us/${kind}:${abbr.toLowerCase()}`,
  };
});

const byAbbr = new Map(usStates.map((state) => [state.abbr, state]));
const byFips = new Map(usStates.map((state) => [state.fips, state]));
const byDivision = new Map(usStates.map((state) => [state.division, state]));

/** Finds by abbreviation in either case: `CO`, `co`. */
export function findUsState(abbr: string): UsState | undefined {
  return byAbbr.get(abbr.toUpperCase());
}

export function findUsStateByFips(fips: string): UsState | undefined {
  return byFips.get(fips);
}

const THREE_PARTS = /^[^/]*\/[^/]*\/[^/]*/;

/** The state that a division is or lies in. */
export function usStateOf(division: string): UsState | undefined {
  return byDivision.get(THREE_PARTS.exec(division)?.[0] ?? '');
}

/** States with one House seat since the 2020 census (Clerk of the House, apportionment of 2021). */
const AT_LARGE_STATES = new Set(['AK', 'DE', 'ND', 'SD', 'VT', 'WY']);

/** Whether the whole state is one congressional district; the federal district and the territories have one delegate each. */
export function isAtLarge(state: UsState): boolean {
  return state.kind !== 'state' || AT_LARGE_STATES.has(state.abbr);
}
