/** A colour as its parts from 0 to 255. */
type Colour = readonly [red: number, green: number, blue: number];

/** `#1d4f63`, as partners give it. */
export const accentPattern = /^#[0-9a-f]{6}$/;

/** What accents stand on, as in style.css: cards and the page's ground, by day and by night. */
const LIGHT = ['#ffffff', '#f6f4ef'] as const;
const DARK = ['#1d2426', '#14191b'] as const;
const INKS = ['#ffffff', '#0d2029'] as const;

/** The least contrast of text (WCAG 2.2, success criterion 1.4.3). */
export const MIN_CONTRAST = 4.5;

/** The contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrastOf(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(read(one)), luminance(read(other))].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** How an accent stands out on each ground of a light page, the least of them. */
export function accentContrast(accent: string): number {
  return leastContrast(accent, LIGHT);
}

/** The accent itself where it can be read on a light page, else the nearest shade of it that can. */
export function readableAccent(accent: string): string {
  return nearest(accent, [0, 0, 0], LIGHT);
}

/**
 * A style sheet that gives a page a partner's colour; at night a tint of it, so that it can still be read.
 * The ink on it is the one that stands out more.
 */
export function accentStyle(accent: string): string {
  const night = nearest(accent, [255, 255, 255], DARK);
  return `:root{${pair(accent)}}@media (prefers-color-scheme:dark){:root{${pair(night)}}}`;
}

/** What is written in on a colour: white or dark, whichever stands out more. */
export function inkOn(colour: string): string {
  const [white, dark] = INKS;
  return contrastOf(colour, white) >= contrastOf(colour, dark) ? white : dark;
}

function pair(accent: string): string {
  return `--brand:${accent};--brand-ink:${inkOn(accent)}`;
}

/** The colour, mixed with as little of an end as lets it be read on all grounds. */
function nearest(colour: string, end: Colour, grounds: readonly string[]): string {
  const own = read(colour);
  for (let share = 0; share < 100; share++) {
    const mixed = write(own.map((part, index) => part + (((end[index] ?? 0) - part) * share) / 100));
    if (leastContrast(mixed, grounds) >= MIN_CONTRAST) return mixed;
  }
  return write(end);
}

function leastContrast(colour: string, grounds: readonly string[]): number {
  return Math.min(...grounds.map((ground) => contrastOf(colour, ground)));
}

/** WCAG 2.2, "relative luminance". */
function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function read(colour: string): Colour {
  const part = (from: number): number => parseInt(colour.slice(from, from + 2), 16);
  return [part(1), part(3), part(5)];
}

function write(parts: readonly number[]): string {
  return `#${parts.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}
