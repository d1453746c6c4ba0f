import { partnerOf, takesPart, type Coalition, type Partner, type PartnerPage } from './coalition.js';

/** Where somebody stands who may be asked: what brought them, whose letter they write, whom the lot fell on before. */
export type BoxVisit = {
  /** The root of the source code that the form carries; '' for none. */
  readonly root: string;
  /** The organization that runs the campaign, and whether the campaign's own file has a box of it. */
  readonly organizationId: string;
  readonly hasOwnBox: boolean;
  /** The code of the partner that was drawn when the form was first shown; '' for none. */
  readonly drawn: string;
};

/** A partner with all that a box of its needs. */
export type AskingPartner = Partner & {
  readonly organizationId: string;
  readonly privacyUrl: string;
  readonly page: PartnerPage;
};

/** Boxes in their order: at once, and behind a heading that opens. */
export type OfferedPartners = {
  readonly first: readonly AskingPartner[];
  readonly others: readonly AskingPartner[];
  /** The partner that the lot fell on; '' where nothing was drawn. */
  readonly drawn: string;
};

/** Draws a partner's code: `askers` is never empty. */
export type Draw = (askers: readonly AskingPartner[]) => string;

/**
 * Whose boxes the sharing rule shows to somebody. Who came by a partner's link is that partner's, whether it asks or
 * not: under `own_recruits` and `proportional` nobody else asks them.
 */
export function offeredPartners(coalition: Coalition, visit: BoxVisit, draw: Draw): OfferedPartners {
  const askers = coalition.partners.filter(mayAsk(visit)).filter(asks);
  const own = askers.filter(({ code }) => code === visit.root);
  const others = askers.filter((partner) => !own.includes(partner));
  if (coalition.sharing === 'own_recruits') return { first: own, others: [], drawn: '' };
  if (coalition.sharing === 'all_consented') return { ...inOrder(own, others), drawn: '' };
  if (coalition.sharing === 'none') return NOBODY;
  if (partnerOf(coalition, visit.root) || askers.length === 0) return { first: own, others: [], drawn: '' };
  const isStill = askers.some(({ code }) => code === visit.drawn);
  const drawn = isStill ? visit.drawn : draw(askers);
  return { first: askers.filter(({ code }) => code === drawn), others: [], drawn };
}

const NOBODY: OfferedPartners = { first: [], others: [], drawn: '' };

/** One box alone is not hidden behind a heading. */
function inOrder(own: readonly AskingPartner[], others: readonly AskingPartner[]): Omit<OfferedPartners, 'drawn'> {
  return own.length === 0 && others.length === 1 ? { first: others, others: [] } : { first: own, others };
}

/**
 * Whether the rule lets this partner take somebody's consent, whatever its page says now: under which text is told by the
 * version that was shown.
 */
export function mayTakeConsent(coalition: Coalition, visit: BoxVisit, partner: Partner): boolean {
  if (!mayAsk(visit)(partner)) return false;
  const isOwn = partner.code === visit.root;
  switch (coalition.sharing) {
    case 'none':
      return false;
    case 'own_recruits':
      return isOwn;
    case 'all_consented':
      return true;
    case 'proportional':
      return isOwn || (!partnerOf(coalition, visit.root) && partner.code === visit.drawn);
  }
}

/** Whom a partner may ask: nobody before it accepted the newest agreement, and nobody twice in one form. */
function mayAsk({ organizationId, hasOwnBox }: BoxVisit): (partner: Partner) => boolean {
  return (partner) =>
    takesPart(partner) &&
    partner.hasAccepted &&
    partner.organizationId !== null &&
    partner.privacyUrl !== null &&
    !(hasOwnBox && partner.organizationId === organizationId);
}

function asks(partner: Partner): partner is AskingPartner {
  return partner.page !== undefined && partner.page.optInText !== '';
}

/**
 * Draws a partner with a chance in proportion to what each brought itself; everybody counts one more, so that nobody is
 * shut out. `fraction` lies between 0 and 1.
 */
export function drawPartner(
  askers: readonly AskingPartner[],
  brought: ReadonlyMap<string, number>,
  fraction: number,
): string {
  const weights = askers.map(({ code }) => (brought.get(code) ?? 0) + 1);
  const point = fraction * weights.reduce((sum, weight) => sum + weight, 0);
  let passed = 0;
  const drawn = askers.find((_, index) => (passed += weights[index] ?? 0) > point);
  return (drawn ?? askers.at(-1))?.code ?? '';
}
