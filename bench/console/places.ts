import { usStates } from '../../src/divisions/index.js';

/** House seats of the larger states, so that districts differ as they do; every other state has three. */
const SEATS: Readonly<Record<string, number>> = {
  CA: 52,
  TX: 38,
  FL: 28,
  NY: 26,
  PA: 17,
  IL: 17,
  OH: 15,
  GA: 14,
  NC: 14,
  MI: 13,
};

/** Places where people live, with all that is certain about them: state, and three kinds of districts. */
export function placesOfPeople(): { readonly n: number; readonly divisions: string; readonly code: string }[] {
  const states = usStates.filter(({ kind }) => kind === 'state');
  const districts = states.flatMap(({ abbr, division }) =>
    Array.from({ length: SEATS[abbr] ?? 3 }, (_, seat) => ({ division, seat: seat + 1 })),
  );
  return districts
    .flatMap(({ division, seat }) =>
      Array.from({ length: 10 }, (_, part) => [
        'ocd-division/country:us',
        division,
        `${division}/cd:${seat}`,
        `${division}/sldu:${(seat - 1) * 4 + (part % 4) + 1}`,
        `${division}/sldl:${(seat - 1) * 10 + part + 1}`,
      ]),
    )
    .map((divisions, n) => ({ n, divisions: JSON.stringify(divisions), code: String(10_000 + n) }));
}
