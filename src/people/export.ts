import { BYTE_ORDER_MARK, csvLine } from '../platform/csv.js';
import type { Db } from '../platform/db.js';
import type { Seal } from '../platform/seal.js';
import { addressKey } from '../supporters/index.js';
import { listOptedIn, type OptedIn } from './store-export.js';
import { listStopped } from './store-person.js';

/** Whose people, and whether only those of one campaign. */
export type ExportWish = {
  readonly organizationId: string;
  /** The organization's short name, under which consents stand. */
  readonly slug: string;
  readonly campaignId?: string | undefined;
};

/** What an export came to, so far. */
export type Exported = { rows: number; leftOut: number; isWhole: boolean };

/** People who are read at once; no more of them stand in memory. */
const PEOPLE_AT_ONCE = 500;

type Column = { readonly name: string; readonly about: string; readonly of: (one: OptedIn) => string | number | null };

/** The columns of the file, in their order, with what each says. */
export const EXPORT_COLUMNS: readonly Column[] = [
  { name: 'email', about: 'Their e-mail address.', of: ({ email }) => email },
  { name: 'prefix', about: 'How they want to be addressed, where they were asked.', of: ({ prefix }) => prefix },
  { name: 'given_name', about: 'First name.', of: ({ givenName }) => givenName },
  { name: 'family_name', about: 'Last name.', of: ({ familyName }) => familyName },
  { name: 'postal_code', about: 'ZIP code or postcode.', of: ({ postalCode }) => postalCode },
  { name: 'locality', about: 'Town, where it was given.', of: ({ locality }) => locality },
  { name: 'region', about: 'State, where it is known.', of: ({ region }) => region },
  { name: 'campaign', about: 'The campaign in which they agreed.', of: ({ campaign }) => campaign },
  {
    name: 'campaign_version',
    about: 'The version of that campaign under which they wrote.',
    of: ({ campaignVersion }) => campaignVersion,
  },
  { name: 'source', about: 'The source code of the link that brought them.', of: ({ source }) => source },
  { name: 'acted_at', about: 'When they wrote (UTC).', of: ({ actedAt }) => momentOf(actedAt) },
  {
    name: 'address_confirmed_at',
    about: 'When they confirmed their address (UTC); empty where they did not, or were not asked.',
    of: ({ confirmedAt }) => momentOf(confirmedAt),
  },
  { name: 'consented_at', about: 'When they agreed (UTC).', of: ({ givenAt }) => momentOf(givenAt) },
  { name: 'consent_text', about: 'The exact words beside the box they ticked.', of: ({ consentText }) => consentText },
];

/**
 * The people who agreed to hear from this organization, as CSV in UTF-8, one line a person with their newest consent.
 * Whoever stopped all mails is left out. `exported` is kept up to date while it goes.
 */
export async function* exportOptedIn(
  { db, seal }: { readonly db: Db; readonly seal: Seal },
  wish: ExportWish,
  exported: Exported,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(EXPORT_COLUMNS.map(({ name }) => name));
  const of = { ...wish, campaignId: wish.campaignId };
  for (let after = ''; ;) {
    const some = await listOptedIn(db, of, { after, limit: PEOPLE_AT_ONCE });
    const last = some.at(-1);
    if (!last) break;
    after = last.supporterId;
    const agreed = some.filter(({ givenAt }) => (givenAt as number | null) !== null);
    const keys = new Map(agreed.map(({ email }) => [email, addressKey(seal, email)]));
    const stopped = await listStopped(db, [...keys.values()]);
    const listed = agreed.filter(({ email }) => !stopped.has(keys.get(email) ?? ''));
    exported.rows += listed.length;
    exported.leftOut += agreed.length - listed.length;
    if (listed.length > 0) yield listed.map((one) => csvLine(EXPORT_COLUMNS.map((column) => column.of(one)))).join('');
  }
  exported.isWhole = true;
}

/** What the log says of an export: `1,204 people; 3 left out, who stopped all mails`. */
export function exportedText({ rows, leftOut, isWhole }: Exported): string {
  const people = `${rows.toLocaleString('en')} ${rows === 1 ? 'person' : 'people'}`;
  const without = leftOut === 0 ? '' : `; ${leftOut.toLocaleString('en')} left out, who stopped all mails`;
  return `${people}${without}${isWhole ? '' : '; broken off before its end'}`;
}

/** `opted-in-<organization>-2027-03-10.csv` */
export function exportName(slug: string, day: string): string {
  return `opted-in-${slug}-${day}.csv`;
}

function momentOf(at: number | null): string {
  return at === null ? '' : new Date(at).toISOString();
}
