import type { CampaignVisit, Undo, Visit } from './visit.js';

/** What the last act said, shown once. */
export type Said = { readonly text: string; readonly undo?: Undo };

type Entry = { readonly label: string; readonly href: string; readonly isHere: boolean };

/** What stands around each page: where somebody is, and where they can go. */
export type Frame = {
  readonly organization: string;
  readonly home: string;
  readonly base: string;
  readonly user: string;
  readonly csrf: string;
  readonly sections: readonly Entry[];
  readonly said: Said | undefined;
  readonly campaign?: {
    readonly title: string;
    readonly slug: string;
    readonly publicUrl: string;
    readonly tabs: readonly Entry[];
  };
};

type Link = { readonly label: string; readonly path: string; readonly needs?: Parameters<Visit['may']>[0] };

const SECTIONS: readonly Link[] = [
  { label: 'Campaigns', path: '' },
  { label: 'Letters', path: '/letters' },
  { label: 'Review', path: '/review', needs: 'review' },
  { label: 'People', path: '/people', needs: 'people' },
  { label: 'Data', path: '/data' },
  { label: 'Members', path: '/members', needs: 'own' },
  { label: 'Settings', path: '/settings', needs: 'own' },
  { label: 'Log', path: '/log', needs: 'own' },
];

const TABS: readonly Link[] = [
  { label: 'Overview', path: '' },
  { label: 'Edit', path: '/edit', needs: 'edit' },
  { label: 'Launch', path: '/launch' },
  { label: 'Letters', path: '/letters' },
  { label: 'Review', path: '/review', needs: 'review' },
  { label: 'Offices', path: '/offices' },
  { label: 'Milestones', path: '/milestones' },
  { label: 'Versions', path: '/versions' },
];

/** `path` is the request's path below the organization: `/campaigns/x/letters/01k…`. */
export function frameOf(
  visit: Visit | CampaignVisit,
  at: { readonly path: string; readonly csrf: string; readonly said: Said | undefined },
): Frame {
  const campaign = 'campaign' in visit ? visit.campaign : undefined;
  const root = `/campaigns/${campaign?.slug ?? ''}`;
  const links = (list: readonly Link[], prefix: string): Entry[] => {
    const open = list.filter(({ needs }) => needs === undefined || visit.may(needs));
    const here = [...open].reverse().find(({ path }) => isUnder(at.path, prefix + path));
    return open.map((link) => ({
      label: link.label,
      href: visit.base + prefix + link.path,
      isHere: link === here,
    }));
  };
  return {
    organization: visit.organization.name,
    home: visit.base,
    base: visit.base,
    user: visit.user.name,
    csrf: at.csrf,
    said: at.said,
    sections: links(SECTIONS, ''),
    ...(campaign && {
      campaign: {
        title: campaign.file.title,
        slug: campaign.slug,
        publicUrl: `/c/${campaign.slug}`,
        tabs: links(TABS, root),
      },
    }),
  };
}

function isUnder(path: string, part: string): boolean {
  return part === '' || path === part || path.startsWith(`${part}/`);
}
