/**
 * What partners get of the people who write:
 * - `none`: nothing but numbers
 * - `own_recruits`: a partner's box is shown to who comes by its links, and it gets those who tick it
 * - `all_consented`: each partner's box is shown to everybody, and each gets those who tick its own
 * - `proportional`: who comes by no partner's link is shown one partner's box, each as often as it brought people itself
 */
export const SHARING = ['none', 'own_recruits', 'all_consented', 'proportional'] as const;
export type Sharing = (typeof SHARING)[number];

/** `named` has no account here; `invited` has not answered; who has `left` gets nothing more, and its numbers stay. */
export type PartnerState = 'named' | 'invited' | 'joined' | 'left';

/** How a partner presents itself on campaigns' pages: the newest version that is live. */
export type PartnerPage = {
  readonly versionId: string;
  readonly number: number;
  /** Plain paragraphs. */
  readonly intro: string;
  /** What who ticks the partner's box agrees to; '' where it asks nothing. */
  readonly optInText: string;
  /** `#rrggbb` */
  readonly accent: string | null;
  /** The SHA-256 of the picture. */
  readonly logoId: string | null;
};

/** An organization of a coalition. */
export type Partner = {
  readonly id: string;
  readonly coalitionId: string;
  /** The source code of its links, and its name in `opt_ins`. */
  readonly code: string;
  readonly name: string;
  readonly organizationId: string | null;
  readonly state: PartnerState;
  /** As the partner states it, and of which day. */
  readonly members: number | null;
  readonly membersOn: string | null;
  readonly website: string | null;
  readonly privacyUrl: string | null;
  readonly joinedAt: number | null;
  readonly leftAt: number | null;
  /** Whether it accepted the newest version of the data agreement. */
  readonly hasAccepted: boolean;
  readonly page?: PartnerPage;
};

/** A version of a coalition's data agreement. */
export type Agreement = { readonly id: string; readonly number: number; readonly text: string };

/** Organizations that run campaigns together. */
export type Coalition = {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly summary: string;
  /** null where the lead works on another installation. */
  readonly leadOrganizationId: string | null;
  /** The shared secret, hidden. */
  readonly key: string;
  readonly sharing: Sharing;
  /** IANA: America/Denver */
  readonly timeZone: string;
  readonly isPublic: boolean;
  readonly embargoUntil: number | null;
  readonly approvesPages: boolean;
  /** Of different people. */
  readonly goal: number | null;
  readonly createdAt: number;
  readonly endedAt: number | null;
  /** The count of people that is in force. */
  readonly generation: number;
  readonly recountAskedAt: number | null;
  readonly agreement?: Agreement;
  readonly campaignIds: readonly string[];
  /** In the order in which they came. */
  readonly partners: readonly Partner[];
};

/** The form of a partner's code: no dot, since what follows a dot tells its links apart. */
export const partnerCodePattern = /^[a-z0-9](?:[a-z0-9_-]{0,18}[a-z0-9])?$/;

/** Whether a partner takes part: it may be shown, see its numbers and, by the sharing rule, get people. */
export function takesPart(partner: Partner): boolean {
  return partner.state === 'joined';
}

/** The partner whose links bear a source's root; who has left keeps its numbers. */
export function partnerOf(coalition: Coalition, root: string): Partner | undefined {
  return coalition.partners.find(({ code }) => code === root);
}
