import type { CampaignCounts } from '../counts/index.js';
import { postalCodeWords } from '../divisions/index.js';
import { asksForPlace } from '../targets/index.js';
import type { Campaign, Standing } from './campaign.js';
import { renderPageText } from './page-text.js';
import { closingOf } from './season.js';

/** What every page of a campaign shows around its content. */
export type CampaignFrame = {
  readonly slug: string;
  readonly title: string;
  readonly summary: string;
  readonly ask: string;
  readonly organization: {
    readonly name: string;
    readonly website?: string | undefined;
    readonly privacyUrl?: string | undefined;
    readonly postalAddress: string;
  };
  /** What is invented here, where the campaign is only an example. */
  readonly example?: string | undefined;
  readonly contentNote?: string | undefined;
  readonly hotline?:
    | {
        readonly name: string;
        readonly phone?: string | undefined;
        readonly dial?: string | undefined;
        readonly text?: string | undefined;
        readonly url?: string | undefined;
      }
    | undefined;
  readonly quickExit?: string | undefined;
  /** What a postal code is called there, and how the browser may help to type it. */
  readonly code: { readonly name: string; readonly example: string; readonly inputMode: string };
};

export function campaignFrame({ slug, file }: Campaign): CampaignFrame {
  const { organization, safety } = file;
  return {
    slug,
    title: file.title,
    summary: file.summary,
    ask: file.ask,
    organization: {
      name: organization.name,
      website: organization.website,
      privacyUrl: organization.privacy_url,
      postalAddress: organization.postal_address,
    },
    example: file.example,
    contentNote: safety.content_note,
    hotline: safety.hotline && { ...safety.hotline, dial: safety.hotline.phone?.replace(/[^\d+]/g, '') },
    quickExit: safety.quick_exit,
    code: { ...postalCodeWords(file.country), inputMode: file.country === 'us' ? 'numeric' : 'text' },
  };
}

/** The public page: what it says, how far it is, and the first step. */
export function campaignPage(
  campaign: Campaign,
  { standing, counts, source }: { standing: Standing; counts: CampaignCounts; source: string },
): object {
  const { file } = campaign;
  return {
    title: file.title,
    description: file.summary,
    campaign: campaignFrame(campaign),
    isOpen: standing.kind === 'open',
    sentence: standing.kind === 'open' ? undefined : standing.sentence,
    needs: standing.kind === 'missing-data' ? standing.needs : [],
    closesAt: closingOf(file)?.text,
    progress: progressOf(counts.actions, file.goal),
    asksForPlace: asksForPlace(campaign.rule),
    pageHtml: renderPageText(campaign.pageSource),
    source,
  };
}

/** How far a campaign is, for people and for a bar of 100 units. */
export function progressOf(actions: number, goal: number): object {
  const number = new Intl.NumberFormat('en');
  return {
    actions: number.format(actions),
    goal: number.format(goal),
    percent: Math.min(100, Math.floor((actions / goal) * 100)),
    people: actions === 1 ? 'person has' : 'people have',
  };
}
