const NUMBERS = new Intl.NumberFormat('en');
const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** A number as people read it: `12,345`. */
export function plain(count: number): string {
  return NUMBERS.format(count);
}

/** A number where there is little room: `12.3K`. */
export function compact(count: number): string {
  return COMPACT.format(count);
}

/** `1 person`, `12,345 people`. */
export function counted(count: number, one: string, many: string): string {
  return `${plain(count)} ${count === 1 ? one : many}`;
}

/** A share as people read it: `34 %`, `3.4 %` below ten; never `0 %` for what is there, nor `100 %` for what is not all. */
export function percent(share: number): string {
  if (share > 0 && share < 0.001) return 'under 0.1 %';
  if (share < 1 && share > 0.999) return 'over 99.9 %';
  const digits = share > 0 && (share < 0.1 || share > 0.99) && share < 1 ? 1 : 0;
  return `${(share * 100).toFixed(digits)} %`;
}

/** Two bounds: `31–37 %`. */
export function between(low: number, high: number): string {
  const digits = high - low < 0.02 ? 1 : 0;
  return `${(low * 100).toFixed(digits)}–${(high * 100).toFixed(digits)} %`;
}
