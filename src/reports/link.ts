import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import { NotFoundError } from '../platform/errors.js';
import type { Ids } from '../platform/ids.js';
import type { Seal } from '../platform/seal.js';
import { findLink, insertLink, listLinks, revokeLink, type ReportLink } from './store.js';

export type LinkTools = { readonly db: Db; readonly clock: Clock; readonly ids: Ids; readonly seal: Seal };

const PURPOSE = 'report link';
const DAY_MS = 86_400_000;

/** For how long a link may work, in days. */
export const LINK_DAYS = [7, 30, 90] as const;

/** Makes an address under which one office's report can be read without an account. */
export async function makeLink(
  { db, clock, ids }: LinkTools,
  link: Pick<ReportLink, 'campaignId' | 'officeId' | 'madeBy'> & { readonly days: number },
): Promise<string> {
  const days = LINK_DAYS.find((one) => one === link.days) ?? LINK_DAYS[1];
  const now = clock.now();
  const id = ids.next();
  await insertLink(db, { ...link, id, madeAt: now, expiresAt: now + days * DAY_MS });
  return id;
}

/** Ends a link at once. @throws NotFoundError where the campaign has no such link */
export async function endLink({ db, clock }: LinkTools, campaignId: string, id: string): Promise<void> {
  if (!(await revokeLink(db, { campaignId, id }, clock.now()))) throw new NotFoundError('There is no such link.');
}

/** The links to an office's report that work now, with the part of the address that nobody can guess. */
export async function openLinks(
  { db, clock, seal }: LinkTools,
  campaignId: string,
  officeId: string,
): Promise<readonly (ReportLink & { readonly token: string })[]> {
  const links = await listLinks(db, { campaignId, officeId }, clock.now());
  return links.map((link) => ({ ...link, token: seal.sign(PURPOSE, link.id) }));
}

/** What a link leads to. @throws NotFoundError for one that is not ours, has ended or was taken back */
export async function followLink({ db, clock, seal }: LinkTools, token: string): Promise<ReportLink> {
  const id = seal.open(PURPOSE, token);
  const link = id === undefined ? undefined : await findLink(db, id, clock.now());
  if (!link) throw new NotFoundError('This link does not work any longer. Please ask whoever sent it for a new one.');
  return link;
}
