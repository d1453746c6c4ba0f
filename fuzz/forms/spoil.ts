import fc from 'fast-check';
import { anyText, hostileText, oddName } from '../hostile.js';

type Entry = readonly [string, string];

/** What is done to a form before it is sent. */
export type Spoiling =
  | { readonly how: 'set'; readonly at: number; readonly value: string }
  | { readonly how: 'append' | 'double'; readonly at: number; readonly value: string }
  | { readonly how: 'drop' | 'nest'; readonly at: number }
  | { readonly how: 'add'; readonly name: string; readonly value: string }
  | { readonly how: 'flood'; readonly name: string; readonly times: number };

const at = fc.nat({ max: 60 });

/** Some things that may be done to a form; `names` are fields that forms of the program have. */
export function spoilings(names: readonly string[]): fc.Arbitrary<readonly Spoiling[]> {
  const name = fc.oneof(fc.constantFrom(...names), oddName);
  const one = fc.oneof(
    { weight: 8, arbitrary: fc.record({ how: fc.constant('set' as const), at, value: anyText }) },
    {
      weight: 3,
      arbitrary: fc.record({ how: fc.constantFrom('append' as const, 'double' as const), at, value: hostileText }),
    },
    { weight: 2, arbitrary: fc.record({ how: fc.constantFrom('drop' as const, 'nest' as const), at }) },
    { weight: 4, arbitrary: fc.record({ how: fc.constant('add' as const), name, value: anyText }) },
    {
      weight: 1,
      arbitrary: fc.record({ how: fc.constant('flood' as const), name, times: fc.integer({ min: 2, max: 1_200 }) }),
    },
  );
  return fc.array(one, { maxLength: 5 });
}

/** The fields of a form after what was done to them. */
export function spoil(entries: readonly Entry[], done: readonly Spoiling[]): readonly Entry[] {
  return done.reduce<readonly Entry[]>(spoilOnce, entries);
}

function spoilOnce(entries: readonly Entry[], done: Spoiling): readonly Entry[] {
  if (done.how === 'add') return [...entries, [done.name, done.value]];
  if (done.how === 'flood') return [...entries, ...Array.from({ length: done.times }, (): Entry => [done.name, '1'])];
  const chosen = entries[done.at % Math.max(entries.length, 1)];
  if (!chosen) return entries;
  const rest = (one: Entry): readonly Entry[] => entries.flatMap((entry) => (entry === chosen ? [one] : [entry]));
  switch (done.how) {
    case 'drop':
      return entries.filter((entry) => entry !== chosen);
    case 'nest':
      return rest([`${chosen[0]}[__proto__]`, chosen[1]]);
    case 'append':
      return rest([chosen[0], chosen[1] + done.value]);
    case 'double':
      return [...entries, [chosen[0], done.value]];
    case 'set':
      return rest([chosen[0], done.value]);
  }
}
