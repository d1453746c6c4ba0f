import { addCounts, postalArea } from '../counts/index.js';
import { noteActions } from '../partners/index.js';
import { query, records, type Db } from '../platform/db.js';
import { inOneGo } from '../platform/in-one-go.js';
import {
  deleteSupporters,
  insertSearchKeys,
  markOptedIn,
  supporterKey,
  upsertSupporters,
} from '../supporters/index.js';
import type { NewAction, Taken } from './action.js';
import { countsOf, ownWordsOf } from './count-action.js';
import { addConsents } from './store-consents.js';
import { firstsOf, settleFirsts } from './store-firsts.js';
import { insertLetters } from './store-letters.js';
import { insertSignatures } from './store-likeness.js';
import { insertQuotations } from './store-quotations.js';
import { findFirsts, type Again, type Pending } from './store-repeats.js';

const ACTION_COLUMNS = {
  id: 'text',
  campaign_id: 'text',
  version_id: 'text',
  supporter_id: 'text',
  token: 'text',
  request_key: 'text',
  source: 'text',
  variant: 'text',
  prefix: 'private',
  given_name: 'private',
  family_name: 'private',
  postal_code: 'text',
  street: 'private',
  locality: 'private',
  region: 'text',
  phone: 'private',
  divisions: 'text',
  subject: 'private',
  text: 'private',
  own_words: 'private',
  has_own_words: 'bigint',
  postal_area: 'text',
  is_first: 'bigint',
  created_at: 'bigint',
  day: 'text',
  wants_copy: 'bigint',
  must_confirm: 'bigint',
  notice: 'text',
  notice_at: 'bigint',
  suspicions: 'text',
} as const;

/**
 * Stores a batch of actions with all that belongs to them, in the caller's transaction, and answers in the order
 * given. The rows are taken in the order of e-mail keys, so that two processes do not wait for each other. Its first
 * statement writes, so that a transaction of its own needs no other to take SQLite's lock.
 */
export async function insertActions(trx: Db, actions: readonly NewAction[]): Promise<Taken[]> {
  const sorted = [...actions].sort((a, b) => (a.supporter.emailKey < b.supporter.emailKey ? -1 : 1));
  const supporterIds = await upsertSupporters(
    trx,
    sorted.map(({ supporter, organizationId, createdAt }) => ({ ...supporter, organizationId, createdAt })),
  );
  const pending = sorted.map((action): Pending => {
    const key = supporterKey({ organizationId: action.organizationId, emailKey: action.supporter.emailKey });
    return { action, supporterId: supporterIds.get(key) ?? action.supporter.id };
  });
  const taken = await insertRows(trx, pending);
  const firstOnes = await settleFirsts(trx, pending, taken);
  const fresh = sorted.filter((action) => taken.has(action.id));
  const firsts = await findFirsts(
    trx,
    pending.filter(({ action }) => !taken.has(action.id)),
  );
  const agreed = await addConsents(
    trx,
    sorted.map((action) => ({ action, first: taken.has(action.id) ? action : writtenAgain(firsts.get(action.id)) })),
  );
  const counts = countsOf(fresh, firstOnes);
  await inOneGo(trx, async () => {
    await noteSupporters(trx, pending, { taken, firsts });
    await insertLetters(trx, fresh);
    await insertSignatures(trx, fresh);
    await insertQuotations(trx, fresh);
    await addCounts(trx, { ...counts, ...agreed, actions: [...counts.actions, ...agreed.actions] });
    await noteActions(trx, fresh);
  });
  await deleteSupporters(trx, madeInVain(pending, taken));
  return actions.map((action): Taken => {
    if (taken.has(action.id)) return { kind: 'taken', actionId: action.id, token: action.token };
    const again = firsts.get(action.id);
    if (!again) return { kind: 'key-reused' };
    return { kind: again.kind, actionId: again.receipt.id, token: again.receipt.token };
  });
}

/** The same request again agrees to nothing: what it agreed to may have been taken back since. */
function writtenAgain(first: Again | undefined): Again | undefined {
  return first?.kind === 'repeat' ? first : undefined;
}

/** Notes by what people are found again, and who agreed to hear from the organization. */
async function noteSupporters(
  trx: Db,
  pending: readonly Pending[],
  { taken, firsts }: { readonly taken: ReadonlySet<string>; readonly firsts: ReadonlyMap<string, Again> },
): Promise<void> {
  const fresh = pending.filter(({ action }) => taken.has(action.id));
  await insertSearchKeys(
    trx,
    fresh.map(({ action, supporterId }) => ({ ...action.supporter, ...action, supporterId })),
  );
  const agreeing = pending.filter(({ action: { id, optsIn } }) => {
    return optsIn && (taken.has(id) || writtenAgain(firsts.get(id)) !== undefined);
  });
  await markOptedIn(
    trx,
    agreeing.map(({ action, supporterId }) => ({ supporterId, at: action.createdAt })),
  );
}

/** Supporters that this batch made for actions that were all refused: nothing of a refused request stays. */
function madeInVain(pending: readonly Pending[], taken: ReadonlySet<string>): string[] {
  const made = new Set(pending.map(({ action }) => action.supporter.id));
  const acted = new Set(pending.filter(({ action }) => taken.has(action.id)).map(({ supporterId }) => supporterId));
  return [...new Set(pending.map(({ supporterId }) => supporterId))].filter((id) => made.has(id) && !acted.has(id));
}

/** Inserts the actions that are not there yet and answers their ids. */
async function insertRows(trx: Db, pending: readonly Pending[]): Promise<Set<string>> {
  const firsts = firstsOf(pending, () => true);
  const from = records(
    trx,
    ACTION_COLUMNS,
    pending.map((one) => ({ ...rowOf(one), is_first: firsts.has(one.action.id) ? 1 : 0 })),
  );
  const names = Object.keys(ACTION_COLUMNS).join(', ');
  const rows = await query<{ id: string }>(
    trx,
    // A key that somebody's repeat was sent with is as much in use as one of an action.
    `INSERT INTO actions (${names}) SELECT ${names} FROM ${from.sql}
      WHERE NOT EXISTS (SELECT 1 FROM repeats
                         WHERE repeats.campaign_id = r.campaign_id AND repeats.request_key = r.request_key)
     ON CONFLICT DO NOTHING RETURNING id`,
    [from.binding],
  );
  return new Set(rows.map((row) => row.id));
}

/** An action as its table holds it. */
function rowOf({ action, supporterId }: Pending): object {
  return {
    id: action.id,
    campaign_id: action.campaignId,
    version_id: action.versionId,
    supporter_id: supporterId,
    token: action.token,
    request_key: action.requestKey,
    source: action.source,
    variant: action.variant,
    prefix: action.supporter.prefix,
    given_name: action.supporter.givenName,
    family_name: action.supporter.familyName,
    postal_code: action.supporter.postalCode,
    street: action.supporter.street,
    locality: action.supporter.locality,
    region: action.supporter.region,
    phone: action.supporter.phone,
    divisions: JSON.stringify(action.divisions),
    subject: action.subject,
    text: action.text,
    own_words: action.ownWords,
    has_own_words: ownWordsOf(action),
    postal_area: postalArea(action.supporter.postalCode),
    created_at: action.createdAt,
    day: action.day,
    wants_copy: action.wantsCopy ? 1 : 0,
    must_confirm: action.mustConfirm ? 1 : 0,
    notice: action.notice?.step ?? null,
    notice_at: action.notice?.at ?? null,
    suspicions: action.suspicions.length > 0 ? JSON.stringify(action.suspicions) : null,
  };
}
