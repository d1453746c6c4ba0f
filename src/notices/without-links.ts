import type { LetterParts } from '../actions/index.js';

const ADDRESS_OF_PAGE = /(?:\b[a-z][a-z\d+.-]{0,20}:\/\/|\bwww\.)\S+/gi;
const ADDRESS_OF_MAIL = /[^\s@<>()]{1,64}@[^\s@<>()]{1,255}\.[^\s@<>()]{2,63}/g;

/** Mail programs make a link of `example.com` by itself, and of `end.Begin`; with a space behind the dot of neither. */
const DOT_IN_A_WORD = /(?<=[\p{L}\d])[.。．｡](?=\p{L})/gu;

/**
 * A letter's parts for an address that nobody confirmed, which may be another person's: nothing that was typed is a link
 * there, so that it is of no use to send strangers to a page. What the campaign wrote stays.
 */
export function withoutLinks(parts: LetterParts): LetterParts {
  const { subject, text, ownWords, given_name, family_name } = parts;
  return {
    ...parts,
    subject: subject === null ? null : unlinked(subject),
    text: text === null ? null : unlinked(text),
    ownWords: ownWords === null ? null : unlinked(ownWords),
    given_name: unlinked(given_name),
    family_name: unlinked(family_name),
  };
}

/** `See https://example.org/x or example.org` -> `See [link: see your receipt] or example. org` */
export function unlinked(text: string): string {
  return text
    .replace(ADDRESS_OF_PAGE, '[link: see your receipt]')
    .replace(ADDRESS_OF_MAIL, '[address: see your receipt]')
    .replace(DOT_IN_A_WORD, '. ');
}
