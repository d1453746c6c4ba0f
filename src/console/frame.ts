import type { AnyVisit, Undo, Visit } from './visit.js';

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
  /** The campaign, or the coalition, that the page is about. */
  readonly bar?: {
    /** What a screen reader calls it: This campaign */
    readonly name: string;
    readonly title: string;
    readonly href: string;
    readonly publicUrl: string;
    readonly publicLabel: string;
    readonly tabs: readonly Entry[];
  };
};

type Link = { readonly label: string; readonly path: string; readonly needs?: Parameters<Visit['may']>[0] };

const SECTIONS: readonly Link[] = [
  { label: 'Campaigns', path: '' },
  { label: 'Letters', path: '/letters' },
  { label: 'Review', path: '/review', needs: 'review' },
  { label: 'Protection', path: '/protection' },
  { label: 'People', path: '/people', needs: 'people' },
  { label: 'Coalitions', path: '/coalitions' },
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

const COALITION_TABS: readonly Link[] = [
  { label: 'Overview', path: '' },
  { label: 'Members', path: '/members' },
  { label: 'Agreement', path: '/agreement' },
  { label: 'Our page', path: '/page' },
  { label: 'Links', path: '/links' },
  { label: 'Our people', path: '/people', needs: 'people' },
  { label: 'Other numbers', path: '/declared' },
  { label: 'Milestones', path: '/milestones' },
  { label: 'Settings', path: '/settings', needs: 'own' },
];

/** `path` is the request's path below the organization: `/campaigns/x/letters/01k…`. */
export function frameOf(
  visit: AnyVisit,
  at: { readonly path: string; readonly csrf: string; readonly said: Said | undefined },
): Frame {
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
    ...barOf(visit, links),
  };
}

type MakeLinks = (list: readonly Link[], prefix: string) => Entry[];

function barOf(visit: AnyVisit, links: MakeLinks): Pick<Frame, 'bar'> {
  if ('campaign' in visit) {
    const { slug, file } = visit.campaign;
    const root = `/campaigns/${slug}`;
    const seen = { publicUrl: `/c/${slug}`, publicLabel: 'Public page' };
    return {
      bar: { name: 'This campaign', title: file.title, href: visit.base + root, ...seen, tabs: links(TABS, root) },
    };
  }
  if (!('coalition' in visit)) return {};
  const { slug, name: title } = visit.coalition;
  const root = `/coalitions/${slug}`;
  const tabs = links(COALITION_TABS, root).filter(({ label }) => label !== 'Settings' || visit.isLead);
  const seen = { publicUrl: `/compare/${slug}`, publicLabel: 'Comparison' };
  return { bar: { name: 'This coalition', title, href: visit.base + root, ...seen, tabs } };
}

function isUnder(path: string, part: string): boolean {
  return part === '' || path === part || path.startsWith(`${part}/`);
}
