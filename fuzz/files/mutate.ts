import fc from 'fast-check';
import { anyText } from '../hostile.js';

/** One thing that goes wrong with a file; places are shares of its length, from 0 to 1. */
export type Mutation = {
  readonly how: 'flip' | 'cut' | 'drop' | 'double' | 'swap' | 'insert' | 'replace';
  readonly from: number;
  readonly share: number;
  readonly value: string;
};

const place = fc.double({ min: 0, max: 1, noNaN: true });

/** Some things that go wrong with a file, mostly few. */
export const mutations: fc.Arbitrary<readonly Mutation[]> = fc.array(
  fc.record({
    how: fc.constantFrom('flip', 'cut', 'drop', 'double', 'swap', 'insert', 'replace'),
    from: place,
    share: fc.oneof(
      fc.constant(0.01),
      place.map((part) => part / 5),
    ),
    value: anyText,
  }),
  { maxLength: 5 },
);

/** The file after all that. */
export function mutate(file: Buffer, done: readonly Mutation[]): Buffer {
  return done.reduce(mutateOnce, file);
}

function mutateOnce(file: Buffer, { how, from, share, value }: Mutation): Buffer {
  const at = Math.floor(from * file.length);
  const end = Math.min(file.length, at + Math.max(1, Math.floor(share * file.length)));
  const [before, chosen, after] = [file.subarray(0, at), file.subarray(at, end), file.subarray(end)];
  switch (how) {
    case 'flip':
      return Buffer.concat([before, Buffer.from(chosen.map((byte) => byte ^ (1 << (value.length % 8)))), after]);
    case 'cut':
      return before;
    case 'drop':
      return Buffer.concat([before, after]);
    case 'double':
      return Buffer.concat([before, chosen, chosen, after]);
    case 'swap':
      return Buffer.concat([after, chosen, before]);
    case 'insert':
      return Buffer.concat([before, Buffer.from(value), chosen, after]);
    case 'replace':
      return Buffer.concat([before, Buffer.from(value), after]);
  }
}
