import type { Clock } from '../platform/clock.js';
import { writing, type Db } from '../platform/db.js';
import { ConflictError } from '../platform/errors.js';
import type { Ids } from '../platform/ids.js';
import type { Coalition, Partner } from './coalition.js';
import { openCoalition, openSeat } from './open-coalition.js';
import type { PageContent, PageState, PageVersion } from './page-version.js';
import { insertPageVersion, listPageVersions, lockPage, movePageVersions, updatePartnerLinks } from './store-pages.js';

type PageTools = { readonly db: Db; readonly clock: Clock; readonly ids: Ids };

/** A page as a partner wants it. */
export type WantedPartnerPage = PageContent & {
  readonly website: string | null;
  readonly privacyUrl: string | null;
  /** Who saves it, by name. */
  readonly who: string;
};

/** Whether a partner's page is shown only after the lead looked at it. */
export function needsApproval(coalition: Coalition, partner: Partner): boolean {
  const isLead = partner.organizationId !== null && partner.organizationId === coalition.leadOrganizationId;
  return coalition.approvesPages && !isLead;
}

/**
 * Saves a version of a partner's page: live at once, or waiting for the lead while the one before it stays shown. A version
 * that waited is replaced. Website and privacy page belong to the partner and change at once. Where the newest version says
 * the same and is not at fault, no new one is made; `unchanged` then.
 * @throws ConflictError where the coalition has ended, NotFoundError where the partner has left
 */
export async function savePage(
  tools: PageTools,
  { coalition, partner }: { readonly coalition: Coalition; readonly partner: Partner },
  wanted: WantedPartnerPage,
): Promise<'live' | 'waiting' | 'unchanged'> {
  const { who, website, privacyUrl, ...content } = wanted;
  const [partnerId, at] = [partner.id, tools.clock.now()];
  const state = needsApproval(coalition, partner) ? 'waiting' : 'live';
  return writing(tools.db, async (trx) => {
    await openSeat(trx, partner);
    await updatePartnerLinks(trx, partnerId, { website, privacyUrl });
    const [newest] = await listPageVersions(trx, partnerId);
    if (newest && isSame(newest, content) && (newest.state === 'live' || newest.state === state)) return 'unchanged';
    await replace(trx, { partnerId, at, states: state === 'live' ? ['waiting', 'live'] : ['waiting'] });
    const decided = { decidedAt: state === 'live' ? at : null, reason: '' };
    const number = (newest?.number ?? 0) + 1;
    const { intro, optInText, accent, logoId } = content;
    const own = { versionId: tools.ids.next(), partnerId, number, state, who, createdAt: at } as const;
    await insertPageVersion(trx, { ...own, ...decided, intro, optInText, accent, logoId });
    return state;
  });
}

function isSame(version: PageVersion, { intro, optInText, accent, logoId }: PageContent): boolean {
  const isSameText = version.intro === intro && version.optInText === optInText;
  return isSameText && version.accent === accent && version.logoId === logoId;
}

async function replace(
  trx: Db,
  { partnerId, at, states }: { readonly partnerId: string; readonly at: number; readonly states: readonly PageState[] },
): Promise<void> {
  for (const from of states) await movePageVersions(trx, { partnerId, from, to: 'replaced', at });
}

/** What the lead decides about a version of a partner's page. */
export type PageDecision = {
  readonly coalitionId: string;
  readonly partnerId: string;
  readonly number: number;
  readonly choice: 'approve' | 'refuse' | 'withdraw';
  readonly reason: string;
};

/**
 * Shows a waiting version, refuses it, or takes a live one from view. @throws ConflictError where it stands otherwise by
 * now, or the coalition has ended
 */
export async function decidePage({ db, clock }: PageTools, decision: PageDecision): Promise<void> {
  const { coalitionId, partnerId, number, choice, reason } = decision;
  const at = clock.now();
  await writing(db, async (trx) => {
    await openCoalition(trx, coalitionId);
    await lockPage(trx, partnerId);
    if (choice === 'approve') {
      const isWaiting = (await listPageVersions(trx, partnerId)).some(
        (one) => one.number === number && one.state === 'waiting',
      );
      if (isWaiting) await replace(trx, { partnerId, at, states: ['live'] });
    }
    const from = choice === 'withdraw' ? 'live' : 'waiting';
    const to = ({ approve: 'live', refuse: 'refused', withdraw: 'withdrawn' } as const)[choice];
    const moved = await movePageVersions(trx, { partnerId, number, from, to, reason, at });
    if (moved === 0) throw new ConflictError('page-changed', CHANGED);
  });
}

const CHANGED =
  'Nothing was changed: this version of the page stands otherwise by now. Go back, load the page anew and look at it again.';
