import type { VariantCount } from './counts.js';
import { newcombe, wilson, zForPairs, type Estimate, type Share } from './proportion.js';

/** Below so many views of each variant nothing is said: chance is larger than any text. */
export const MIN_VIEWS = 100;

type Counted = Pick<VariantCount, 'variant' | 'views' | 'actions' | 'ownWords'>;

/** Two variants of a test beside each other. */
export type Pair = {
  /** The one that more people acted on. */
  readonly better: string;
  readonly other: string;
  /** How many more of those who open the page act; the bounds hold for all pairs of the test together. */
  readonly difference: Estimate;
  /** Whether the bounds leave zero out. */
  readonly isTold: boolean;
};

/** What a test says up to now. */
export type TestResult = {
  readonly variants: readonly (Counted & {
    /** Actions by views with 95 % bounds; left out where there are no views, or more actions than views. */
    readonly rate?: Estimate;
  })[];
  readonly pairs: readonly Pair[];
  /** What may be said, in a sentence or two. */
  readonly says: string;
  readonly caution: string;
};

const CAUTION =
  'Who looks often and stops as soon as there is a difference finds differences that are none: decide in advance how many views to wait for. Views are counted, not people: who opens the page again counts again, and may see another variant.';

/** Compares the variants of one test by how many of the views led to an action. */
export function compareVariants(counted: readonly Counted[]): TestResult {
  const variants = counted.map((one) => ({ ...one, ...(isUsable(one) && { rate: wilson(shareOf(one)) }) }));
  const result = { variants, caution: CAUTION };
  const unusable = counted.find(({ views, actions }) => actions > views);
  if (unusable)
    return {
      ...result,
      pairs: [],
      says: `Nothing can be told: ${unusable.variant} has more actions than views, so some came from elsewhere than the page.`,
    };
  if (counted.length < 2 || counted.some(({ views }) => views < MIN_VIEWS))
    return { ...result, pairs: [], says: `Nothing can be told yet: each variant needs ${MIN_VIEWS} views first.` };
  const pairs = pairsOf(counted);
  const told = pairs.filter(({ isTold }) => isTold);
  const says = told.length === 0 ? 'No difference can be told yet.' : told.map(pairText).join(' ');
  return { ...result, pairs, says };
}

function pairsOf(counted: readonly Counted[]): Pair[] {
  const z = zForPairs((counted.length * (counted.length - 1)) / 2);
  return counted.flatMap((one, index) =>
    counted.slice(index + 1).map((next): Pair => {
      const isBetter = one.actions / one.views >= next.actions / next.views;
      const [better, other] = isBetter ? [one, next] : [next, one];
      const difference = newcombe(shareOf(better), shareOf(other), z);
      return { better: better.variant, other: other.variant, difference, isTold: difference.low > 0 };
    }),
  );
}

function pairText({ better, other, difference: { low, high } }: Pair): string {
  return `Of 100 views, ${inHundred(low)} to ${inHundred(high)} more lead to a letter with ${better} than with ${other}.`;
}

function inHundred(share: number): string {
  return (share * 100).toFixed(1);
}

function isUsable({ views, actions }: Counted): boolean {
  return views > 0 && actions <= views;
}

function shareOf({ views, actions }: Counted): Share {
  return { of: views, hits: actions };
}
