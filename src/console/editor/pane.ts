import { campaignFrame } from '../../campaigns/index.js';
import type { CampaignVisit } from '../visit.js';
import { sampleOf, VIEWS, type PreviewView } from './preview.js';
import { sections } from './sections.js';

/** Below the organization: `/campaigns/x`. */
export function rootOf({ campaign }: CampaignVisit): string {
  return `/campaigns/${campaign.slug}`;
}

/** The parts of a campaign as a list of links, the source last. */
export function sideList(visit: CampaignVisit, here: string): readonly object[] {
  const root = visit.base + rootOf(visit);
  return [
    ...sections.map(({ name, title }) => ({ title, href: `${root}/edit/${name}`, isHere: name === here })),
    { title: 'Source', href: `${root}/source`, isHere: here === 'source' },
  ];
}

const LABELS: Readonly<Record<PreviewView, string>> = {
  page: 'Public page',
  form: 'Page with the letter',
  letters: 'Each letter as it is sent',
  mail: 'Copy by e-mail',
};

/** What stands beside a form: what is shown, as whom. */
export function previewPane(visit: CampaignVisit, show: PreviewView): object {
  const action = `${visit.base}${rootOf(visit)}/preview`;
  return {
    action,
    src: `${action}?preview_show=${show}`,
    sample: sampleOf(visit.query, visit.campaign),
    code: campaignFrame(visit.campaign).code,
    views: VIEWS.map((value) => ({ value, label: LABELS[value], isChosen: value === show })),
  };
}
