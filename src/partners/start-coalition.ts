import type { Clock } from '../platform/clock.js';
import { writing, type Db } from '../platform/db.js';
import { InputError } from '../platform/errors.js';
import type { Ids } from '../platform/ids.js';
import type { Seal } from '../platform/seal.js';
import type { Sharing } from './coalition.js';
import { KEY_PURPOSE } from './key.js';
import { insertAcceptance, insertAgreement, insertCoalition, insertPartner } from './store-changes.js';

export type StartTools = { readonly db: Db; readonly clock: Clock; readonly ids: Ids; readonly seal: Seal };

/** A coalition as its lead describes it. */
export type CoalitionStart = {
  readonly name: string;
  readonly slug: string;
  readonly summary: string;
  readonly sharing: Sharing;
  readonly timeZone: string;
  /** The data agreement; each partner accepts it before it gets anything. */
  readonly agreement: string;
  readonly lead: {
    readonly organizationId: string;
    readonly name: string;
    readonly code: string;
  };
  /** Who does this, by name. */
  readonly who: string;
  /** The same person, who accepts the agreement for the lead at once; without it the lead accepts it later. */
  readonly userId?: string;
};

/**
 * Makes a coalition with its lead as the first partner, and a new shared secret.
 * Answers its id. @throws InputError where the short name is taken
 */
export async function startCoalition(tools: StartTools, start: CoalitionStart): Promise<string> {
  const { clock, ids, seal } = tools;
  const [id, createdAt] = [ids.next(), clock.now()];
  const { name, slug, summary, sharing, timeZone, lead } = start;
  const key = seal.hide(KEY_PURPOSE, ids.token() + ids.token());
  const leads = { leadOrganizationId: lead.organizationId };
  await writing(tools.db, async (trx) => {
    if (!(await insertCoalition(trx, { id, slug, name, summary, ...leads, key, sharing, timeZone, createdAt }))) {
      const message = `There is a coalition with the short name ${slug} already; please choose another one.`;
      throw new InputError([{ field: 'slug', message }]);
    }
    const own = { id: ids.next(), coalitionId: id, code: lead.code, name: lead.name };
    await insertPartner(trx, { ...own, organizationId: lead.organizationId, state: 'joined', createdAt });
    const agreementId = ids.next();
    await insertAgreement(trx, { id: agreementId, coalitionId: id, text: start.agreement, who: start.who, createdAt });
    if (start.userId === undefined) return;
    const by = { userId: start.userId, who: start.who, acceptedAt: createdAt };
    await insertAcceptance(trx, { agreementId, partnerId: own.id, ...by });
  });
  return id;
}
