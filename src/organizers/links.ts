import type { Clock } from '../platform/clock.js';
import { writing, type Db } from '../platform/db.js';
import { NotFoundError } from '../platform/errors.js';
import { sha256, type Ids } from '../platform/ids.js';
import { deleteLinks, findLink, insertLink, type LinkKind, type StoredLink } from './store-links.js';
import { hasUsers } from './store-users.js';

const HOUR_MS = 3_600_000;

/** How long a link is good that was mailed because somebody forgot their password. */
export const RESET_MS = HOUR_MS;

/** How long the link of the first start is good. */
export const SETUP_MS = 24 * HOUR_MS;

/** How long a link is good that somebody at the command line passes on. */
export const HANDED_OVER_MS = 72 * HOUR_MS;

export type LinkTools = { readonly db: Db; readonly clock: Clock; readonly ids: Ids; readonly baseUrl: string };

/** Makes a link to choose a password, and answers its address; earlier ones of the same person are good for nothing. */
export async function makePasswordLink(tools: LinkTools, trx: Db, of: { userId: string; ms: number }): Promise<string> {
  await deleteLinks(trx, { kind: 'password', userId: of.userId });
  return makeLink(tools, trx, { kind: 'password', userId: of.userId, ms: of.ms });
}

/** The token of the first start's link, in place of any other; undefined where somebody has an account. */
export function firstSetupToken(tools: Omit<LinkTools, 'baseUrl'>): Promise<string | undefined> {
  return writing(tools.db, async (trx) => {
    if (await hasUsers(trx)) return undefined;
    await deleteLinks(trx, { kind: 'setup' });
    const link = await makeLink({ ...tools, baseUrl: '' }, trx, { kind: 'setup', userId: null, ms: SETUP_MS });
    return link.slice(link.lastIndexOf('/') + 1);
  });
}

type NewLink = { readonly kind: LinkKind; readonly userId: string | null; readonly ms: number };

async function makeLink(tools: LinkTools, trx: Db, { kind, userId, ms }: NewLink): Promise<string> {
  const token = tools.ids.token();
  const createdAt = tools.clock.now();
  await insertLink(trx, { token: sha256(token), kind, userId, createdAt, expiresAt: createdAt + ms });
  return `${tools.baseUrl}/${kind === 'setup' ? 'setup' : 'reset'}/${token}`;
}

/** The link that holds this token. @throws NotFoundError when there is none, it was used, or its time is over */
export async function getLink(
  tools: { readonly clock: Clock },
  db: Db,
  given: { readonly token: string; readonly kind: LinkKind },
): Promise<StoredLink> {
  const link = await findLink(db, sha256(given.token), given.kind);
  if (!link || tools.clock.now() >= link.expiresAt) throw new NotFoundError(GONE[given.kind]);
  return link;
}

const GONE: Readonly<Record<LinkKind, string>> = {
  setup:
    'This setup link is no longer good: it was used, a newer one was printed, or a day has passed. Start Clarion anew, and it prints another one as long as there is no account.',
  password:
    'This link is no longer good: it was used, a newer one was sent, or its time is over. You can ask for another one on the sign-in page.',
};
