import type { Response } from 'express';
import {
  asVariant,
  campaignFrame,
  knownVariant,
  standingTitle,
  startUrl,
  type Campaign,
  type Campaigns,
  type Standing,
} from '../campaigns/index.js';
import type { Protection } from '../abuse/index.js';
import { sourceOfLink } from '../counts/index.js';
import { InputError, type Fault } from '../platform/errors.js';
import type { Offer, PartnerBoxes } from '../partners/index.js';
import type { Exacter, Finding, TargetFinder } from '../targets/index.js';
import type { Views } from '../web/index.js';
import { formAsInput, type TypedForm } from './form.js';
import type { FormTokens } from './form-token.js';
import { parseAction, type ActionInput } from './input.js';
import { choicePage, letterPage } from './letter-page.js';

export type StepTools = {
  readonly campaigns: Campaigns;
  readonly finder: TargetFinder;
  readonly formTokens: FormTokens;
  readonly views: Views;
  readonly partnerBoxes: PartnerBoxes;
  readonly protection: Pick<Protection, 'offer'>;
};

/** Where a person is on the way to their letter. */
export type Step = {
  readonly campaign: Campaign;
  readonly form: TypedForm;
  readonly faults?: readonly Fault[];
  readonly preview?: ActionInput | undefined;
  readonly status?: number;
};

/** The campaign as the person sees it who sent a form: in a test, by the variant that they were shown. */
export async function openStep(
  campaigns: Campaigns,
  slug: string,
  typed: TypedForm,
): Promise<Pick<Step, 'campaign' | 'form'>> {
  const campaign = await campaigns.get(slug);
  const variant = knownVariant(campaign.file, typed.variant);
  return { campaign: asVariant(campaign, variant), form: { ...typed, variant } };
}

/** Shows the step that the form has come to: the code again, the choice of a district, or the letter. */
export async function showStep(tools: StepTools, response: Response, step: Step): Promise<void> {
  const { campaign, form, faults = [] } = step;
  const start = startUrl(campaign.slug, sourceOfLink({ source: form.source }));
  const show = (status: number, name: string, page: object): void => {
    asPrivate(response)
      .status(status)
      .send(tools.views.render(`actions/${name}`, { ...page, startUrl: start }));
  };
  const standing = await tools.campaigns.standing(campaign);
  if (standing.kind !== 'open') {
    show(409, 'not-open', notOpenPage(step, standing));
    return;
  }
  const found = await findByForm(tools.finder, campaign, form);
  if ('fault' in found) {
    show(422, 'code', codePage(step, found.fault));
    return;
  }
  const { finding, districts, sentence } = found;
  const answered = { ...form, districts };
  if (finding.status === 'choose') {
    const exacter = await tools.finder.exacter(campaign.file.country);
    show(sentence ? 422 : 200, 'choice', choicePage({ campaign, form: answered, finding, exacter, sentence }));
  } else {
    const boxes = await offeredBoxes(tools, campaign, form);
    const token = tools.formTokens.makeAgain(campaign.slug, { variant: form.variant, drawn: boxes.drawn }, form.token);
    const status = step.status ?? (faults.length > 0 ? 422 : 200);
    const challenge = await tools.protection.offer(campaign.id);
    show(status, 'letter', letterPage({ ...step, form: answered, faults, finding, token, boxes, challenge }));
  }
}

/** What partners ask here; the lot that was drawn for a form holds for all of its steps. */
function offeredBoxes(tools: StepTools, campaign: Campaign, { token, source }: TypedForm): Promise<Offer> {
  const opened = tools.formTokens.open(campaign.slug, token);
  return tools.partnerBoxes.offer(campaign, { source, drawn: 'fault' in opened ? '' : opened.drawn });
}

/** Checks a form by the schema that the API uses too. */
export function checkForm(
  campaign: Campaign,
  form: TypedForm,
): { readonly input?: ActionInput; readonly faults: readonly Fault[] } {
  try {
    return { input: parseAction(formAsInput(campaign, form)), faults: [] };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { faults: error.faults };
  }
}

/** A page about one person: kept nowhere, found by no search engine. */
export function asPrivate(response: Response): Response {
  return response.set({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' }).type('html');
}

/** What a form leads to, with those of its districts that lie in its code. */
type Found = {
  readonly finding: Finding;
  readonly districts: readonly string[];
  /** Why a street or a position did not settle the district. */
  readonly sentence?: string | undefined;
};

/** Looks up by what the form says; a code or a choice that cannot be used is a fault of the first step. */
async function findByForm(
  finder: TargetFinder,
  campaign: Campaign,
  form: TypedForm,
): Promise<Found | { readonly fault: string }> {
  const whereabouts = { country: campaign.file.country, postalCode: form.postal_code };
  const find = async (districts: readonly string[]): Promise<Found> => {
    return { finding: await finder.find(campaign.rule, { ...whereabouts, chosen: districts }), districts };
  };
  try {
    const found = await find(form.districts);
    if (found.finding.status === 'none') return { fault: found.finding.notes.join(' ') };
    const by = exacterIn(form);
    if (found.finding.status === 'exact' || !by) return found;
    const { answers, sentence } = await finder.settle(whereabouts, by);
    return { ...(await find([...form.districts, ...answers])), sentence };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    // An answer for another code, say after going back: ask again instead of failing.
    const isStale = error.faults.some((fault) => fault.field === 'district');
    return isStale ? find([]) : { fault: error.faults[0]?.message ?? '' };
  }
}

/** The street or the position that a form names; what is no position is none. */
function exacterIn({ home_street, lat, lng, accuracy }: TypedForm): Exacter | undefined {
  if (home_street.trim() !== '') return { street: home_street };
  const point = { lat: Number(lat), lng: Number(lng), accuracy: Math.abs(Number(accuracy)) || 0 };
  const isPoint = lat !== '' && lng !== '' && Math.abs(point.lat) <= 90 && Math.abs(point.lng) <= 180;
  return isPoint ? { point } : undefined;
}

/** The campaign closed or was paused while the person wrote: they shall at least keep what they wrote. */
function notOpenPage({ campaign, form }: Step, standing: Exclude<Standing, { kind: 'open' }>): object {
  const heading = standingTitle(standing);
  const { sentence } = standing;
  return { title: `${heading} – ${campaign.file.title}`, campaign: campaignFrame(campaign), form, heading, sentence };
}

function codePage({ campaign, form }: Step, fault: string): object {
  return { title: `Please check: ${campaign.file.title}`, campaign: campaignFrame(campaign), form, fault };
}
