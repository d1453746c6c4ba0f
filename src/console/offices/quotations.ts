import { decideQuotation, listQuotations, type QuotationState } from '../../actions/index.js';
import { NotFoundError } from '../../platform/errors.js';
import { go, page, type Answer, type CampaignVisit } from '../visit.js';
import type { OfficeTools } from './tools.js';

const ON_A_PAGE = 10;

const TABS = [
  ['new', 'To read'],
  ['shown', 'Shown in reports'],
  ['hidden', 'Not shown'],
] as const;

type Choice = (typeof TABS)[number][0];

/** Own words of those who agreed to be quoted: somebody reads each before a report shows it. */
export async function showQuotations({ db }: OfficeTools, visit: CampaignVisit): Promise<Answer> {
  const { campaign, base, query } = visit;
  const state = choiceOf(query.one('state')) ?? 'new';
  const listed = await listQuotations(db, campaign.id, { state, after: query.one('after'), limit: ON_A_PAGE + 1 });
  const shown = listed.slice(0, ON_A_PAGE);
  const root = `${base}/campaigns/${campaign.slug}/offices`;
  return page('offices/quotations', {
    title: 'Quotations',
    root,
    isAsked: campaign.file.quotes !== undefined,
    tabs: TABS.map(([name, label]) => ({ label, href: `${root}/quotations?state=${name}`, isHere: name === state })),
    quotations: shown.map((one) => ({ ...one, canShow: one.state !== 'shown', canHide: one.state !== 'hidden' })),
    next: listed.length > ON_A_PAGE && `${root}/quotations?state=${state}&after=${shown.at(-1)?.id ?? ''}`,
    isNew: state === 'new',
    state,
  });
}

function choiceOf(text: string): Choice | undefined {
  return TABS.map(([name]) => name).find((name) => name === text);
}

const SAID: Readonly<Record<Choice, string>> = {
  shown: 'Reports show these words now.',
  hidden: 'Reports do not show these words.',
  new: 'It waits to be read again.',
};

export async function decideOnQuotation({ db, clock }: OfficeTools, visit: CampaignVisit): Promise<Answer> {
  const { campaign, form, user } = visit;
  const state = choiceOf(form.one('to'));
  const from: QuotationState = choiceOf(form.one('from')) ?? 'new';
  const id = form.one('quotation');
  const choice = state && { state, by: user.name, at: clock.now() };
  const isDone = choice && (await decideQuotation(db, { campaignId: campaign.id, id }, choice));
  if (!isDone) throw new NotFoundError('There is no such quotation here; perhaps its writer took the consent back.');
  const path = `/campaigns/${campaign.slug}/offices/quotations`;
  return go(`${path}?state=${from}`, SAID[state], {
    undo: { label: 'Undo', action: `${path}/decide`, fields: { quotation: id, to: from, from } },
    trace: { about: `campaign:${campaign.slug}`, detail: state },
  });
}
