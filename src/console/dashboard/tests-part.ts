import { compareVariants, wilson, type TestResult, type VariantCount } from '../../counts/index.js';
import { between, percent, plain } from '../../platform/number-text.js';

/** What a test of one text against another has shown so far; undefined where nothing is tested. */
export type TestView = {
  readonly rows: readonly {
    readonly name: string;
    readonly views: string;
    readonly people: string;
    readonly share: string;
    readonly bounds: string;
    readonly ownWords: string;
    /** Percent of the widest, for the bar. */
    readonly low: number;
    readonly width: number;
    readonly at: number;
  }[];
  readonly sentence: string;
  readonly caution: string;
};

/** Shares of viewers who wrote in the test of this name, with their 95 % intervals, and what these allow to say. */
export function testsPart(variants: readonly VariantCount[], test: string | undefined): TestView | undefined {
  if (test === undefined) return undefined;
  const own = variants
    .filter(({ variant }) => variant.startsWith(`${test}:`))
    .map((one) => ({ ...one, ...named(one) }));
  if (own.length === 0) return undefined;
  const result = compareVariants(own);
  const widest = Math.max(0.001, ...result.variants.map(({ rate }) => rate?.high ?? 0));
  return {
    rows: result.variants.map((one) => rowOf(one, widest)),
    sentence: result.says,
    caution: result.caution,
  };
}

/** `short-title:b` is told as `text B`. */
function named({ variant }: VariantCount): { readonly variant: string } {
  return { variant: `text ${variant.slice(variant.indexOf(':') + 1).toUpperCase()}` };
}

function rowOf({ variant, views, actions, ownWords, rate }: TestResult['variants'][number], widest: number) {
  const own = actions > 0 && ownWords <= actions ? wilson({ hits: ownWords, of: actions }) : undefined;
  return {
    name: variant.replace(/^t/, 'T'),
    views: plain(views),
    people: plain(actions),
    share: rate ? percent(rate.value) : '',
    bounds: rate ? between(rate.low, rate.high) : '',
    ownWords: own ? `${percent(own.value)} (${between(own.low, own.high)})` : '',
    low: ((rate?.low ?? 0) / widest) * 100,
    width: (((rate?.high ?? 0) - (rate?.low ?? 0)) / widest) * 100,
    at: ((rate?.value ?? 0) / widest) * 100,
  };
}
