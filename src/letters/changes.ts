import { diffSentences, diffWordsWithSpace } from 'diff';

/** A piece of a changed text: as it was, added, or taken away. */
export type ChangedPiece = { readonly kind: 'same' | 'added' | 'removed'; readonly text: string };

/** Comparing goes on no longer than this; then the whole text counts as new. */
const COMPARE_MS = 100;

/** What stayed the same over more characters than these is shown by its ends. */
const FOLDED_CHARACTERS = 260;
const END_CHARACTERS = 110;

/** Where less of a text is the campaign's, it is compared by sentences: word by word it could not be read. */
const MOSTLY_SAME = 0.6;

/** What somebody changed in a text; long unchanged passages are folded. */
export function changesOf(template: string, text: string): ChangedPiece[] {
  const byWord = diffWordsWithSpace(template, text, { timeout: COMPARE_MS });
  const kept = byWord?.reduce((sum, part) => sum + (part.added || part.removed ? 0 : part.value.length), 0) ?? 0;
  const isMostlySame = kept >= text.length * MOSTLY_SAME;
  const parts = isMostlySame ? byWord : diffSentences(template, text, { timeout: COMPARE_MS });
  if (!parts) return [{ kind: 'added', text }];
  return parts.map(({ added, removed, value }, index) => {
    const kind = added ? 'added' : removed ? 'removed' : 'same';
    const place = { isFirst: index === 0, isLast: index === parts.length - 1 };
    return { kind, text: kind === 'same' ? folded(value, place) : value };
  });
}

function folded(text: string, { isFirst, isLast }: { readonly isFirst: boolean; readonly isLast: boolean }): string {
  if (text.length <= FOLDED_CHARACTERS) return text;
  return `${isFirst ? '' : text.slice(0, END_CHARACTERS)} … ${isLast ? '' : text.slice(-END_CHARACTERS)}`;
}
