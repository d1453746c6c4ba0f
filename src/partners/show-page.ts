import type { FindPagePartner, PagePartner } from '../campaigns/index.js';
import { rootOf } from '../counts/index.js';
import { partnerOf, takesPart, type Partner } from './coalition.js';
import type { Coalitions } from './coalitions.js';
import type { PageContent } from './page-version.js';
import { paragraphsOf } from './paragraphs.js';

/** What a campaign's page shows of a partner, by a version of its page. */
export function pagePartnerOf(
  { name, website }: Pick<Partner, 'name' | 'website'>,
  { intro, accent, logoId }: PageContent,
): PagePartner {
  return {
    name,
    website,
    intro: paragraphsOf(intro),
    logo: logoId === null ? null : `/logo/${logoId}`,
    style: accent === null ? null : `/partner-style/${accent.slice(1)}.css`,
  };
}

/** Finds the partner whose link somebody came by: one that takes part and has a live page. */
export function createFindPagePartner(coalitions: Coalitions): FindPagePartner {
  // As long as a partner is held in memory as it is, so is what its page shows.
  const shown = new WeakMap<Partner, PagePartner>();
  return async (campaignId, source) => {
    const coalition = await coalitions.ofCampaign(campaignId);
    const partner = coalition && partnerOf(coalition, rootOf(source));
    if (!partner?.page || !takesPart(partner)) return undefined;
    const known = shown.get(partner) ?? pagePartnerOf(partner, partner.page);
    shown.set(partner, known);
    return known;
  };
}
