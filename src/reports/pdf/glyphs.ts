/** Stands for a character that the typeface lacks, so that nothing is left out unseen. */
export const MISSING = '\u25A1';

/** Controls, and marks that would turn the direction of what follows: U+202A–202E, U+2066–2069. */
const UNSEEN = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFEFF\uFFF9-\uFFFB]/g;

/** Half of a pair of surrogates by itself. */
const TORN = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** Characters that join or vary others need no glyph of their own. */
const JOINER = /[\u200B-\u200D\uFE00-\uFE0F]/;

/** Setting a word of several lines takes a time that grows with the square of its length. */
const LONG_WORD = /\S{200}/gu;

/** Anybody's text as it can be printed: what has no glyph becomes a box, and a word of several lines is parted. */
export function printable(text: string, hasGlyph: (codePoint: number) => boolean): string {
  const tidy = text
    .replace(/\r\n?/g, '\n')
    .replace(/\t/g, ' ')
    .replace(TORN, MISSING)
    .replace(UNSEEN, '')
    .normalize('NFC')
    .replace(LONG_WORD, '$& ');
  return Array.from(tidy, (character) => printed(character, hasGlyph)).join('');
}

function printed(character: string, hasGlyph: (codePoint: number) => boolean): string {
  if (character === '\n') return character;
  if (JOINER.test(character)) return '';
  return hasGlyph(character.codePointAt(0) ?? 0) ? character : MISSING;
}
