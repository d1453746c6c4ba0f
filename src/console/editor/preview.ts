import {
  createFolderPreview,
  createSampleFinder,
  letterPage,
  previewLetter,
  readForm,
  type PreviewTools,
} from '../../actions/index.js';
import {
  campaignFrame,
  campaignPage,
  lettersOf,
  type Campaign,
  type CampaignFiles,
  type CampaignFolder,
  type FilesTools,
  publicMilestones,
  type Sample,
} from '../../campaigns/index.js';
import { readCounts } from '../../counts/index.js';
import { previewCopy } from '../../notices/index.js';
import { findSettings } from '../../organizers/index.js';
import { faultText, InputError, type Fault } from '../../platform/errors.js';
import type { Answer, CampaignVisit, Fields } from '../visit.js';
import { checkFiles } from './check.js';

export type EditorPreviewTools = FilesTools & PreviewTools & { readonly baseUrl: string };

/** What a preview shows: a public page, the page with the letter, each letter as it is sent, the mailed copy. */
export const VIEWS = ['page', 'form', 'letters', 'mail'] as const;
export type PreviewView = (typeof VIEWS)[number];

/** As whom an organizer looks at a campaign. */
export type PreviewSample = Sample & { readonly show: PreviewView };

/** Where most people begin, by country. */
const CODES: Readonly<Record<string, string>> = { us: '80202', gb: 'SW1A 2AA', ca: 'K1A 0A6' };

/** Reads what stands beside a preview: `preview_code`, `preview_name` and so on. */
export function sampleOf(fields: Fields, campaign: Campaign): PreviewSample {
  const one = (name: string): string => fields.one(`preview_${name}`).trim();
  const [givenName = '', ...family] = one('name').split(' ');
  return {
    show: VIEWS.find((view) => view === one('show')) ?? 'page',
    postalCode: one('code') || (CODES[campaign.file.country] ?? ''),
    district: one('district') || undefined,
    ownWords: one('own_words') || undefined,
    givenName,
    familyName: family.join(' '),
  };
}

/** Nothing of a preview runs a script, sends a form or leaves its frame. */
export const PREVIEW_HEADERS = {
  'Content-Security-Policy':
    "default-src 'none';style-src 'self';img-src 'self' data:;form-action 'none';base-uri 'none';frame-ancestors 'none'",
};

/** Shows files, saved or not, as people would see them. Nothing is stored, sent or counted. */
export async function previewFiles(
  tools: EditorPreviewTools,
  { campaign }: CampaignVisit,
  { files, sample }: { readonly files: CampaignFiles; readonly sample: PreviewSample },
): Promise<Answer> {
  const checked = await checkFiles(tools, campaign.slug, files);
  if ('faults' in checked) return faultsPage(checked.faults);
  try {
    const shown = await viewOf(tools, { campaign, read: checked.read }, sample);
    const data = { title: campaign.file.title, ...shown.data, preview: BANNERS[sample.show] };
    return { kind: 'page', template: shown.template, data, isFramed: true, headers: PREVIEW_HEADERS };
  } catch (error) {
    if (error instanceof InputError) return faultsPage(error.faults.map(asSampleFault));
    throw error;
  }
}

const BANNERS: Readonly<Record<PreviewView, string>> = {
  page: 'The page as people see it while the campaign is open.',
  form: 'The second step. Nothing can be sent from here.',
  letters: 'Each letter as its office would get it.',
  mail: 'The copy that a supporter would be mailed.',
};

/** How a letter gets to its office, in words. */
const WAYS: Readonly<Record<string, string>> = {
  smtp: 'by e-mail',
  cwc: 'through the delivery system of Congress',
  handover: 'through the office’s own form, by the supporter’s hand',
};

type Shown = { readonly template: string; readonly data: object };
type Drafted = { readonly campaign: Campaign; readonly read: CampaignFolder };

async function viewOf(tools: EditorPreviewTools, drafted: Drafted, sample: PreviewSample): Promise<Shown> {
  const campaign = asCampaign(drafted);
  switch (sample.show) {
    case 'page': {
      const counts = await readCounts(tools.db, campaign.id);
      const milestones = await publicMilestones(tools.db, campaign.id);
      const about = { standing: { kind: 'open' }, counts, source: '', variant: '', milestones } as const;
      const data = campaignPage(campaign, about);
      return { template: 'campaigns/page', data };
    }
    case 'form':
      return { template: 'actions/letter', data: await formData(tools, drafted, sample) };
    case 'letters': {
      const previewed = await createFolderPreview(tools)(drafted.read, sample);
      const labels = previewed.places.flatMap(({ chosen }) => chosen.slice(-1));
      const places = previewed.places.map((place) => ({
        ...place,
        letters: place.letters.map((letter) => ({ ...letter, channel: WAYS[letter.channel] ?? letter.channel })),
      }));
      const data = { ...previewed, places, labels: labels.join(', '), isSplit: places.length > 1 };
      return { template: 'console/editor/preview-letters', data: { ...data, campaign: campaignFrame(campaign) } };
    }
    case 'mail':
      return { template: 'console/editor/preview-mail', data: await mailData(tools, drafted, sample) };
  }
}

/** The stored campaign with the content of a draft. */
function asCampaign({ campaign, read }: Drafted): Campaign {
  const { faults: _, ...letters } = lettersOf(read.definition);
  return { ...campaign, ...read.definition, ...letters, fault: undefined };
}

/** The first of the places that a code stands for, where the sample does not say which. */
async function findingOf(tools: EditorPreviewTools, { read }: Drafted, sample: PreviewSample) {
  const find = await createSampleFinder(tools, read, sample);
  let chosen = sample.district === undefined ? [] : [sample.district];
  let finding = await find(chosen);
  for (let label = finding.candidates[0]?.label; finding.status === 'choose' && label;) {
    chosen = [...chosen, label];
    finding = await find(chosen);
    label = finding.candidates[0]?.label;
  }
  return finding;
}

async function formData(tools: EditorPreviewTools, drafted: Drafted, sample: PreviewSample): Promise<object> {
  const finding = await findingOf(tools, drafted, sample);
  const form = readForm({
    postal_code: finding.place.code || sample.postalCode,
    own_words: sample.ownWords,
    given_name: sample.givenName,
    family_name: sample.familyName,
  });
  return letterPage({ campaign: asCampaign(drafted), form, finding, token: '' });
}

async function mailData(tools: EditorPreviewTools, drafted: Drafted, sample: PreviewSample): Promise<object> {
  const finding = await findingOf(tools, drafted, sample);
  const campaign = asCampaign(drafted);
  const { givenName = '', familyName = '' } = sample;
  const supporter = { given_name: givenName, family_name: familyName, postal_code: sample.postalCode, email: '' };
  const input = { supporter, letter: { own_words: sample.ownWords, text: undefined, subject: undefined } };
  const letters = finding.targets.map((target) => ({
    target,
    letter: previewLetter(campaign, finding, { input, target }),
  }));
  const now = tools.clock.now();
  const settings = await findSettings(tools.db, campaign.organizationId);
  const { senderName = null, footer = null } = settings ?? {};
  const mail = previewCopy(tools, campaign, { letters, givenName, familyName, now, senderName, footer });
  return { mail, offersCopy: campaign.file.mails.copy, campaign: campaignFrame(campaign) };
}

/** In the words of the fields beside the preview. */
function asSampleFault({ field, message }: Fault): Fault {
  const label = ['--district', 'district'].includes(field) ? 'District' : 'Postal code or point';
  return { field: label, message };
}

/** What is to be put right before there is a preview. */
export function faultsPage(faults: readonly Fault[]): Answer {
  const data = { title: 'Preview', faults: faults.map(faultText) };
  return { kind: 'page', template: 'console/editor/preview-faults', data, isFramed: true, headers: PREVIEW_HEADERS };
}
