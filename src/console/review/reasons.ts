import { isSuspicion, SUSPICIONS, suspicionText, type Suspicion } from '../../abuse/index.js';
import { countSuspected } from '../../actions/index.js';
import type { Db } from '../../platform/db.js';
import { plain } from '../../platform/number-text.js';
import type { Scope } from '../letters/scope.js';

/** More suspected letters are not counted: `1,000+`. */
const COUNTED = 1_000;

/** The kind of suspicion that a review is narrowed to: one, `any`, or none at all. */
export function reasonIn(text: string): Suspicion | 'any' | undefined {
  return text === 'any' || isSuspicion(text) ? text : undefined;
}

/** Why letters wait, each with how many and the way to only those; undefined where none is suspicious. */
export async function reasonsView(
  { db }: { readonly db: Db },
  scope: Pick<Scope, 'campaignIds' | 'href'>,
  chosen: Suspicion | 'any' | undefined,
): Promise<object[] | undefined> {
  const { letters, byReason } = await countSuspected(db, scope.campaignIds, COUNTED);
  if (letters === 0) return undefined;
  const row = (reason: Suspicion | 'any', text: string, count: number): object => ({
    text,
    count: count >= COUNTED ? `${plain(COUNTED)}+` : plain(count),
    href: `${scope.href}?reason=${reason}`,
    isChosen: reason === chosen,
  });
  const found = SUSPICIONS.filter((kind) => byReason.has(kind));
  return [
    row('any', 'All that is suspicious', letters),
    ...found.map((kind) => row(kind, suspicionText(kind), byReason.get(kind) ?? 0)),
  ];
}
