import {
  decidePage,
  listPageVersions,
  listWaitingPages,
  paragraphsOf,
  takesPart,
  type PageDecision,
  type PageVersion,
  type Partner,
} from '../../partners/index.js';
import { NotFoundError, type Fault } from '../../platform/errors.js';
import { showFaults } from '../../web/index.js';
import { diffFiles } from '../editor/diff-view.js';
import { go, page, type Answer, type CoalitionVisit } from '../visit.js';
import { sampleOf } from './page-form.js';
import { versionView } from './own-page.js';
import { tellPartner } from './tell.js';
import { pathIn, type PartnerPageTools } from './tools.js';

/** The partners' pages, those that wait first. */
export async function showPartners(tools: PartnerPageTools, visit: CoalitionVisit): Promise<Answer> {
  const { coalition, base } = visit;
  const waiting = await listWaitingPages(tools.db, coalition.id);
  const here = base + pathIn(visit, '/page');
  const rows = partnersOf(visit).map((partner) => {
    const version = waiting.find(({ partnerId }) => partnerId === partner.id);
    return {
      name: partner.name,
      href: `${here}/partners/${partner.id}`,
      live: partner.page?.number,
      waiting: version && versionView(visit, version),
    };
  });
  return page('partner-pages/partners', {
    title: 'Partners’ pages',
    here,
    isOwn: false,
    isLead: true,
    waitingCount: waiting.length,
    approves: coalition.approvesPages,
    partners: [...rows.filter((row) => row.waiting), ...rows.filter((row) => !row.waiting)],
  });
}

/** Those whose pages the lead looks at: all who take part but itself. */
function partnersOf({ coalition, partner: own }: CoalitionVisit): readonly Partner[] {
  return coalition.partners.filter((partner) => takesPart(partner) && partner.id !== own.id);
}

/** The partner that the path names. @throws NotFoundError where the coalition has none such */
export function getPartner(visit: CoalitionVisit): Partner {
  const found = partnersOf(visit).find(({ id }) => id === visit.part('partner'));
  if (!found) throw new NotFoundError('There is no partner at this address.');
  return found;
}

type Faulty = { readonly faults: readonly Fault[]; readonly choice: string; readonly reason: string };

/** One partner's page: what waits beside what is live, and what the lead can do. */
export async function showPartner(tools: PartnerPageTools, visit: CoalitionVisit, faulty?: Faulty): Promise<Answer> {
  const partner = getPartner(visit);
  const versions = await listPageVersions(tools.db, partner.id);
  const live = versions.find(({ state }) => state === 'live');
  const waiting = versions.find(({ state }) => state === 'waiting');
  const shown = waiting ?? live ?? versions[0];
  const here = visit.base + pathIn(visit, '/page');
  return page(
    'partner-pages/partner',
    {
      title: `${partner.name}: page`,
      here,
      isLead: true,
      partner,
      root: `${here}/partners/${partner.id}`,
      live: live && versionView(visit, live),
      waiting: waiting && versionView(visit, waiting),
      shown: shown && { ...shown, ...versionView(visit, shown), paragraphs: paragraphsOf(shown.intro) },
      sample: shown?.accent ? sampleOf(shown.accent) : undefined,
      diffs: waiting && live ? diffFiles(textsOf(live), textsOf(waiting)) : undefined,
      versions: versions.map((version) => versionView(visit, version)),
      mayDecide: visit.may('launch') && visit.coalition.endedAt === null,
      typed: faulty && { [faulty.choice]: faulty.reason },
      ...showFaults(faulty?.faults ?? []),
    },
    { status: faulty ? 422 : 200 },
  );
}

/** A version's parts as texts that can be compared. */
function textsOf({ intro, optInText, accent, logoId }: PageVersion): Readonly<Record<string, string>> {
  return {
    Introduction: intro,
    'Text of the box': optInText,
    Colour: accent ?? 'the campaign’s own',
    Logo: logoId === null ? 'none' : `picture ${logoId.slice(0, 8)}`,
  };
}

/** Shows a page, refuses it, or takes it from view; the partner is told why. */
export async function decide(tools: PartnerPageTools, visit: CoalitionVisit): Promise<Answer> {
  const partner = getPartner(visit);
  const { form, coalition } = visit;
  const choice = (['approve', 'refuse', 'withdraw'] as const).find((one) => one === form.one('choice'));
  const reason = form.one('reason').trim();
  const faults = faultsOf(choice, reason);
  if (!choice || faults.length > 0)
    return showPartner(tools, visit, { faults, choice: choice ?? 'refuse', reason: form.one('reason') });
  const number = Number(form.one('number')) || 0;
  const about = { coalitionId: coalition.id, partnerId: partner.id, number };
  const decision: PageDecision = { ...about, choice, reason: choice === 'approve' ? '' : reason };
  await decidePage(tools, decision);
  await tellPartner(tools, visit, { partner, choice, reason: decision.reason });
  return go(pathIn(visit, '/page/partners'), `${SAID[choice]} ${partner.name} is told.`, {
    trace: { detail: `${partner.name}: ${choice}, version ${number}` },
  });
}

const MAX_REASON = 1_000;

function faultsOf(choice: PageDecision['choice'] | undefined, reason: string): Fault[] {
  if (!choice) return [{ field: '', message: 'Please choose what is to happen with the page.' }];
  if (choice === 'approve') return [];
  const field = `${choice}-reason`;
  if (reason === '') return [{ field, message: 'Please say why, so that the partner can put it right.' }];
  if (reason.length > MAX_REASON)
    return [{ field, message: `The reason can have ${MAX_REASON} characters at the most.` }];
  return [];
}

const SAID = {
  approve: 'The page is live.',
  refuse: 'The page was refused; what was live before stays.',
  withdraw: 'The page is taken from view; its links lead to the campaign’s plain page.',
} as const;
