/** A share with the bounds within which the true one lies, as far as chance goes; from 0 to 1, of a difference from -1 to 1. */
export type Estimate = { readonly value: number; readonly low: number; readonly high: number };

/** So many of so many. */
export type Share = { readonly of: number; readonly hits: number };

/** The quantile of the normal distribution for two-sided bounds of 95 %. */
export const Z_95 = 1.959964;

/**
 * The same where several comparisons are made at once, so that all of them together err in 5 % at the most (Bonferroni):
 * among two, three and four variants there are one, three and six pairs.
 */
export function zForPairs(pairs: number): number {
  if (pairs <= 1) return Z_95;
  return pairs <= 3 ? 2.39398 : 2.638257;
}

/**
 * A share with Wilson's score interval (E. B. Wilson, 1927; without continuity correction, which is method 3 in R. G.
 * Newcombe, Statistics in Medicine 17, 857-872, 1998). It holds for small numbers and never leaves 0 to 1.
 * `hits` must be from 0 to `of`, and `of` more than 0.
 */
export function wilson({ hits, of }: Share, z = Z_95): Estimate {
  const value = hits / of;
  const scale = 1 + (z * z) / of;
  const middle = (value + (z * z) / (2 * of)) / scale;
  const reach = (z / scale) * Math.sqrt((value * (1 - value)) / of + (z * z) / (4 * of * of));
  // Where nobody or everybody does, the bound is exact; rounding must not leave it.
  const low = hits === 0 ? 0 : Math.max(0, middle - reach);
  const high = hits === of ? 1 : Math.min(1, middle + reach);
  return { value, low, high };
}

/**
 * By how much one share is larger than another, with Newcombe's interval from Wilson's bounds (method 10 in R. G. Newcombe,
 * Statistics in Medicine 17, 873-890, 1998).
 */
export function newcombe(one: Share, other: Share, z = Z_95): Estimate {
  const [a, b] = [wilson(one, z), wilson(other, z)];
  const value = a.value - b.value;
  return {
    value,
    low: value - Math.hypot(a.value - a.low, b.high - b.value),
    high: value + Math.hypot(a.high - a.value, b.value - b.low),
  };
}
