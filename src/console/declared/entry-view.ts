import type { Campaign } from '../../campaigns/index.js';
import { declaredKinds, type Coalition, type DeclaredEntry, type DeclaredVersion } from '../../partners/index.js';
import { dayText, momentText } from '../../platform/clock.js';
import { plain } from '../../platform/number-text.js';

/** A number from elsewhere in words; the same for each of its versions. */
export function contentView(
  content: Omit<DeclaredVersion, 'number'>,
  { coalition, campaigns }: { readonly coalition: Coalition; readonly campaigns: readonly Campaign[] },
): object {
  const { kind, total, fromOn, toOn, source, campaignId } = content;
  const isLink = /^https?:\/\//.test(source) && URL.canParse(source);
  return {
    kind: lower(declaredKinds[kind]),
    total: plain(total),
    days: daysText(fromOn, toOn),
    campaign: campaigns.find(({ id }) => id === campaignId)?.file.title ?? 'All campaigns',
    source,
    ...(isLink && { link: source }),
    note: content.note,
    by: `${content.who}, ${momentText(content.enteredAt, coalition.timeZone)}`,
  };
}

/** As it stands behind a number: letters on paper. */
function lower(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}

/** `1 to 31 March 2027`, `10 March 2027`. */
export function daysText(fromOn: string, toOn: string): string {
  const [from, to] = [dayText(fromOn), dayText(toOn)];
  if (from === to) return to;
  const isOneMonth = fromOn.slice(0, 7) === toOn.slice(0, 7);
  return `${isOneMonth ? String(Number(fromOn.slice(8))) : from} to ${to}`;
}

/** What stands beside an entry: who asked what about it, or why it counts no longer. */
export function marksView(entry: DeclaredEntry, timeZone: string): object {
  const { question, questionedBy, questionedAt, withdrawnWhy, withdrawnBy, withdrawnAt } = entry;
  const said = (by: string | null, at: number): string => `${by ?? ''}, ${momentText(at, timeZone)}`;
  return {
    isChanged: entry.version > 1,
    isWithdrawn: withdrawnAt !== null,
    ...(withdrawnAt !== null && { withdrawn: { text: withdrawnWhy, by: said(withdrawnBy, withdrawnAt) } }),
    ...(questionedAt !== null && { question: { text: question, by: said(questionedBy, questionedAt) } }),
  };
}
