import type { DivisionId } from './division.js';

/** By whose clock the capital of a state or province lives (IANA time zone data base, 2026a). */
const ZONES: Readonly<Record<string, string>> = {
  'us/state:': `America/New_York ct de fl ga in ky ma md me mi nc nh nj ny oh pa ri sc va vt wv
America/Chicago al ar ia il ks la mn mo ms nd ne ok sd tn tx wi
America/Denver co id mt nm ut wy
America/Phoenix az
America/Los_Angeles ca nv or wa
America/Juneau ak
Pacific/Honolulu hi`,
  'us/district:': 'America/New_York dc',
  'us/territory:': `America/Puerto_Rico pr
America/St_Thomas vi
Pacific/Guam gu mp
Pacific/Pago_Pago as`,
  'ca/province:': `America/Toronto on qc
America/Halifax ns nb pe
America/St_Johns nl
America/Winnipeg mb
America/Regina sk
America/Edmonton ab
America/Vancouver bc`,
  'ca/territory:': `America/Whitehorse yt
America/Yellowknife nt
America/Iqaluit nu`,
};

const byPart = new Map(
  Object.entries(ZONES).flatMap(([kind, lines]) =>
    lines.split('\n').flatMap((line) => {
      const [zone = '', ...codes] = line.split(' ');
      return codes.map((code): [string, string] => [kind + code, zone]);
    }),
  ),
);

/**
 * The time zone in which the people of a division work: that of its state's or province's capital, since a legislature
 * sits there. `ocd-division/country:us/state:co/sldl:7` -> `America/Denver`
 * @returns undefined where the id does not tell
 */
export function timeZoneOf(division: DivisionId): string | undefined {
  const [, country = '', part = ''] = /^ocd-division\/country:([a-z]{2})(?:\/([^/]+))?/.exec(division) ?? [];
  if (country === 'gb') return 'Europe/London';
  return byPart.get(`${country}/${part}`);
}
