import type { CampaignCounts } from '../counts/index.js';
import { postalCodeWords } from '../divisions/index.js';
import { asksForPlace } from '../targets/index.js';
import { hasEnded, type Campaign, type Standing } from './campaign.js';
import { seasonOf } from './life-cycle.js';
import type { PagePartner } from './page-partner.js';
import { renderPageText } from './page-text.js';
import { closingOf } from './season.js';
import { standingView } from './standing-words.js';

/** What every page of a campaign shows around its content. */
export type CampaignFrame = {
  readonly slug: string;
  /** Of the campaign's own texts; the words of forms are English. */
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
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

/** Languages that are written from right to left. */
const RIGHT_TO_LEFT = ['ar', 'fa', 'he', 'ur', 'ps', 'yi'];

export function campaignFrame({ slug, file, language }: Campaign): CampaignFrame {
  const { organization, safety } = file;
  return {
    slug,
    language,
    direction: RIGHT_TO_LEFT.includes(language.split('-')[0] ?? '') ? 'rtl' : 'ltr',
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
  given: {
    readonly standing: Standing;
    readonly counts: CampaignCounts;
    readonly source: string;
    /** The variant of a test that is shown; '' for none. */
    readonly variant: string;
    /** What happened so far, the newest first. */
    readonly milestones?: readonly object[];
    /** By whose link somebody came, where it shows itself. */
    readonly partner?: PagePartner | undefined;
  },
): object {
  const { file } = campaign;
  const { standing, counts, source, variant, milestones = [], partner } = given;
  return {
    title: file.title,
    description: file.summary,
    campaign: campaignFrame(campaign),
    isOpen: standing.kind === 'open',
    sentence: standing.kind === 'open' ? undefined : standing.sentence,
    needs: standing.kind === 'missing-data' ? standing.needs : [],
    closesAt: closingOf(seasonOf(campaign))?.text,
    ...standingView(campaign, standing, counts),
    progress: { ...progressOf(counts.actions, file.goal), isOver: hasEnded(standing) },
    asksForPlace: asksForPlace(campaign.rule),
    milestones,
    pageHtml: renderPageText(campaign.pageSource),
    source,
    startUrl: startUrl(campaign.slug, source),
    partner,
    variant,
    button: file.button ?? 'Find my lawmakers',
  };
}

/** Where a campaign begins for somebody who came by a source, so that the source is not lost on the way back. */
export function startUrl(slug: string, source: string): string {
  return source === '' ? `/c/${slug}` : `/c/${slug}/p/${source}`;
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
