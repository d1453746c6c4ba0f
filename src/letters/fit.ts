/** A text that fits a form, with what had to be left out; together they are the whole text. */
export type Fitted = {
  readonly text: string;
  /** '' where all of it fits. */
  readonly leftOut: string;
};

/**
 * How many characters a form counts: UTF-16 code units as `maxlength` does (HTML, section 4.10.19.3), and two for a
 * line end, since forms are sent with CRLF and some servers count that.
 */
export function formLength(text: string): number {
  return text.length + (text.match(/\n/g)?.length ?? 0);
}

/**
 * Shortens a letter to what a form takes. It keeps the beginning (greeting, then own words, then the campaign's text)
 * and cuts after a paragraph or a sentence; inside a sentence only where otherwise nothing but the greeting would be
 * left, and inside a word only where one word is longer than the limit. It adds nothing.
 */
export function fitToLimit(text: string, maxCharacters: number): Fitted {
  const whole = text.trim();
  const room = roomIn(whole, maxCharacters);
  if (room === whole.length) return { text: whole, leftOut: '' };
  const greeting = paragraphEnds(whole)[0] ?? 0;
  const end = Math.max(lastWithin(whole, paragraphEnds, room), lastWithin(whole, sentenceEnds, room));
  return cutAt(whole, end > greeting ? end : wordCut(whole, room));
}

/** How many characters of a text fit, as JavaScript counts them. */
function roomIn(text: string, maxCharacters: number): number {
  let length = 0;
  for (let index = 0; index < text.length; index++) {
    length += text[index] === '\n' ? 2 : 1;
    if (length > maxCharacters) return index;
  }
  return text.length;
}

function wordCut(text: string, room: number): number {
  return lastWithin(text, wordEnds, room) || lastWithin(text, characterEnds, room);
}

function cutAt(text: string, end: number): Fitted {
  return { text: text.slice(0, end), leftOut: text.slice(end).trim() };
}

/** The last end, without the space before it, that lies within the room; 0 where none does. */
function lastWithin(text: string, endsOf: (text: string) => readonly number[], room: number): number {
  const end = endsOf(text).findLast((one) => one <= room || text.slice(room, one).trim() === '') ?? 0;
  return text.slice(0, end).trimEnd().length;
}

function paragraphEnds(text: string): number[] {
  return [...text.matchAll(/\n\s*\n/g)].map(({ index }) => index);
}

/** Abbreviations that end no sentence: titles and the like, as they stand in letters to lawmakers. */
const ABBREVIATION =
  /(?:^|[\s("“])(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Hon|Rev|St|No|Sec|Pub|vs|e\.g|i\.e|[A-Z]|(?:[A-Z]\.)+[A-Z])\.\s*$/;

function sentenceEnds(text: string): number[] {
  const segments = [...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text)];
  return segments
    .filter(({ segment }) => !ABBREVIATION.test(segment))
    .map(({ index, segment }) => index + segment.length);
}

function wordEnds(text: string): number[] {
  return [...text.matchAll(/\s+/g)].map(({ index }) => index);
}

function characterEnds(text: string): number[] {
  return [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].map(
    ({ index, segment }) => index + segment.length,
  );
}
