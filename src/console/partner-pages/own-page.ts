import {
  insertLogo,
  listPageVersions,
  listWaitingPages,
  needsApproval,
  savePage,
  type PageVersion,
} from '../../partners/index.js';
import { momentText } from '../../platform/clock.js';
import type { Fault } from '../../platform/errors.js';
import { refusal } from '../../web/index.js';
import { go, page, type Answer, type CoalitionVisit } from '../visit.js';
import { draftOf, formView, readDraft, type PageDraft } from './page-form.js';
import { coalitionCampaigns, pathIn, type PartnerPageTools } from './tools.js';
import { stateWords } from './words.js';

type Faulty = { readonly draft: PageDraft; readonly faults: readonly Fault[] };

/** How the partner presents itself: what is shown now, what waits, and the form. */
export async function showOwn(tools: PartnerPageTools, visit: CoalitionVisit, faulty?: Faulty): Promise<Answer> {
  const { coalition, partner, isLead, base } = visit;
  const versions = await listPageVersions(tools.db, partner.id);
  const [newest] = versions;
  const waiting = isLead ? await listWaitingPages(tools.db, coalition.id) : [];
  const campaigns = await coalitionCampaigns(tools, visit);
  const here = base + pathIn(visit, '/page');
  return page(
    'partner-pages/own',
    {
      title: 'Our page',
      here,
      isOwn: true,
      partner,
      lead: coalition.partners.find((one) => one.organizationId === coalition.leadOrganizationId)?.name,
      isLead,
      waitingCount: waiting.length,
      needsApproval: needsApproval(coalition, partner),
      live: versions.find(({ state }) => state === 'live')?.number,
      newest: newest && versionView(visit, newest),
      versions: versions.map((version) => versionView(visit, version)),
      campaigns: campaigns.map(({ slug, file }) => ({ slug, title: file.title, isChosen: isChosen(visit, slug) })),
      previewUrl:
        newest && campaigns.length > 0
          ? `${here}/preview${visit.query.one('campaign') && `?campaign=${encodeURIComponent(visit.query.one('campaign'))}`}`
          : undefined,
      publicUrl: campaigns[0] && `/c/${campaigns[0].slug}/p/${partner.code}`,
      mayEdit: visit.may('edit') && coalition.endedAt === null,
      ...formView(faulty?.draft ?? draftOf(visit, newest), faulty?.faults ?? []),
    },
    faulty ? refusal(faulty.faults) : {},
  );
}

function isChosen({ query }: CoalitionVisit, slug: string): boolean {
  return query.one('campaign') === slug;
}

/** A version in words. */
export function versionView({ coalition }: CoalitionVisit, version: PageVersion): object {
  const { number, state, who, createdAt, decidedAt, reason } = version;
  const at = (moment: number): string => momentText(moment, coalition.timeZone);
  return {
    number,
    state,
    ...stateWords[state],
    is: { [state]: true },
    who,
    savedAt: at(createdAt),
    decidedAt: decidedAt === null ? undefined : at(decidedAt),
    reason,
  };
}

/** Saves the page, or shows the form again with everything that was typed; a chosen picture is kept for it. */
export async function saveOwn(tools: PartnerPageTools, visit: CoalitionVisit): Promise<Answer> {
  const { draft, faults } = await readDraft(tools.db, visit);
  if (draft.logo) await insertLogo(tools.db, draft.logo);
  if (faults.length > 0) return showOwn(tools, visit, { draft, faults });
  const saved = await savePage(tools, visit, {
    intro: draft.intro,
    optInText: draft.optInText,
    accent: draft.accent || null,
    logoId: draft.logoId,
    website: draft.website || null,
    privacyUrl: draft.privacyUrl || null,
    who: visit.user.name,
  });
  return go(pathIn(visit, '/page'), SAID[saved]);
}

const SAID = {
  live: 'Your page is live.',
  waiting: 'Saved. Your page is shown when the lead has approved it; until then what was live before stays.',
  unchanged: 'Saved. The page itself did not change, so there is no new version.',
} as const;
