import { rootOf } from '../counts/index.js';
import type { Clock } from '../platform/clock.js';
import { BYTE_ORDER_MARK, csvLine } from '../platform/csv.js';
import { writing, type Db } from '../platform/db.js';
import { ConflictError } from '../platform/errors.js';
import type { Seal } from '../platform/seal.js';
import { addressKey, listSuppressed, type SuppressionReason } from '../supporters/index.js';
import type { Partner } from './coalition.js';
import { markExported } from './store-consents.js';
import { findStanding, listHanded, listNext, type Agreed, type Standing } from './store-agreed.js';

export type PeopleFileTools = { readonly db: Db; readonly seal: Seal; readonly clock: Clock };

/** Whose people. */
export type Whose = Pick<Partner, 'id' | 'code'>;

/** What a file came to, so far. */
export type FileCount = { rows: number; leftOut: number; isWhole: boolean };

/** People who are read at once; no more of them stand in memory. */
const PEOPLE_AT_ONCE = 500;

/** Why a partner gets nobody at this moment; undefined where it does. */
export function closedBecause(standing: Standing | undefined): string | undefined {
  if (standing?.state !== 'joined') return NO_PART;
  if (standing.endedAt !== null)
    return 'This coalition has ended, and with it the handing out of people. The list of those to stop writing to stays.';
  if (standing.sharing === 'none') return 'This coalition shares numbers only: no partner gets people.';
  if (standing.hasAccepted !== 1)
    return 'Your organization has not accepted the newest version of the data agreement. Nobody’s data are handed out before that.';
  return undefined;
}

const NO_PART = 'Your organization does not take part in this coalition.';

/** @throws ConflictError where the partner gets nobody, as the data base has it now */
export async function refuseClosed(db: Db, partnerId: string): Promise<void> {
  const closed = closedBecause(await findStanding(db, partnerId));
  if (closed !== undefined) throw new ConflictError('no-people', closed);
}

type Column = { readonly name: string; readonly about: string; readonly of: Cell };
type Cell = (one: Agreed, whose: Whose) => string | number | null;

/** The columns of the file, in their order, with what each says. */
export const PEOPLE_COLUMNS: readonly Column[] = [
  { name: 'email', about: 'Their e-mail address.', of: ({ email }) => email },
  { name: 'given_name', about: 'First name.', of: ({ givenName }) => givenName },
  { name: 'family_name', about: 'Last name.', of: ({ familyName }) => familyName },
  { name: 'postal_code', about: 'ZIP code or postcode.', of: ({ postalCode }) => postalCode },
  { name: 'campaign', about: 'The campaign in which they agreed.', of: ({ campaign }) => campaign },
  {
    name: 'by_your_link',
    about: 'Whether one of your links brought them: yes or no.',
    of: ({ source }, { code }) => (rootOf(source) === code ? 'yes' : 'no'),
  },
  { name: 'consented_at', about: 'When they agreed (UTC).', of: ({ givenAt }) => momentOf(givenAt) },
  {
    name: 'page_version',
    about: 'The version of your page that showed the text.',
    of: ({ pageNumber }) => pageNumber,
  },
  { name: 'consent_text', about: 'The exact words beside the box they ticked.', of: ({ text }) => text },
];

/**
 * The people who agreed to hear from a partner, as CSV in UTF-8, a line for each campaign in which they did. Before each
 * part the data base is asked whether the partner may still have them, and each line is noted as handed out.
 * @throws ConflictError, also on the way
 */
export async function* exportPeople(tools: PeopleFileTools, whose: Whose, count: FileCount): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(PEOPLE_COLUMNS.map(({ name }) => name));
  for (let after = ''; ;) {
    const from = after;
    const { people, listed } = await writing(tools.db, (trx) => handOut(tools, trx, { whose, after: from }));
    const last = people.at(-1);
    if (!last) break;
    after = last.actionId;
    count.rows += listed.length;
    count.leftOut += people.length - listed.length;
    const lines = listed.map((one) => csvLine(PEOPLE_COLUMNS.map((column) => column.of(one, whose))));
    if (lines.length > 0) yield lines.join('');
  }
  count.isWhole = true;
}

type Part = { readonly whose: Whose; readonly after: string };

async function handOut(
  { seal, clock }: PeopleFileTools,
  trx: Db,
  { whose, after }: Part,
): Promise<{ readonly people: readonly Agreed[]; readonly listed: readonly Agreed[] }> {
  await refuseClosed(trx, whose.id);
  const people = await listNext(trx, whose.id, { after, limit: PEOPLE_AT_ONCE });
  const stopped = await stoppedAmong(trx, seal, people);
  const listed = people.filter((one) => !stopped.has(one.email));
  await markExported(trx, whose.id, { actionIds: listed.map(({ actionId }) => actionId), at: clock.now() });
  return { people, listed };
}

/** Those of some people who stopped all mails, by their addresses. */
export async function stoppedAmong(
  db: Db,
  seal: Seal,
  people: readonly { readonly email: string }[],
): Promise<ReadonlyMap<string, SuppressionReason>> {
  const keys = new Map(people.map(({ email }) => [email, addressKey(seal, email)]));
  const stopped = await listSuppressed(db, [...new Set(keys.values())]);
  return new Map(
    [...keys].flatMap(([email, key]) => {
      const why = stopped.get(key);
      return why === undefined ? [] : [[email, why] as const];
    }),
  );
}

const WHY: Readonly<Record<SuppressionReason | 'withdrawn', string>> = {
  withdrawn: 'no longer wants mail from you',
  unsubscribed: 'stopped all mails of campaigns',
  'not-me': 'says that somebody else used the address',
};

/** @throws ConflictError where the partner does not take part any more */
export async function refuseGone(db: Db, partnerId: string): Promise<void> {
  if ((await findStanding(db, partnerId))?.state !== 'joined') throw new ConflictError('no-people', NO_PART);
}

/**
 * Whom a partner must stop writing to: people of its files who took their consent back or stopped all mails since. Nobody
 * is in it whom the partner did not have, so that whatever the rule is now and whichever agreement was accepted, it is
 * there as long as the partner takes part.
 * @throws ConflictError, also on the way
 */
export async function* exportStopped(
  { db, seal }: PeopleFileTools,
  whose: Whose,
  count: FileCount,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(['email', 'why', 'since']);
  for (let after = ''; ;) {
    await refuseGone(db, whose.id);
    const handed = await listHanded(db, whose.id, { after, limit: PEOPLE_AT_ONCE });
    const last = handed.at(-1);
    if (!last) break;
    after = last.actionId;
    const stopped = await stoppedAmong(db, seal, handed);
    const lines = handed.flatMap(({ email, withdrawnAt, isGone }) => {
      const why = isGone === 1 ? 'withdrawn' : stopped.get(email);
      return why === undefined ? [] : [csvLine([email, WHY[why], why === 'withdrawn' ? momentOf(withdrawnAt) : ''])];
    });
    count.rows += lines.length;
    if (lines.length > 0) yield lines.join('');
  }
  count.isWhole = true;
}

function momentOf(at: number | null): string {
  return at === null ? '' : new Date(at).toISOString();
}
