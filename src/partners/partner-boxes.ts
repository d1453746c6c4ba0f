import type { Campaign } from '../campaigns/index.js';
import { rootOf, sourcePattern } from '../counts/index.js';
import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import type { Ids } from '../platform/ids.js';
import { inTurn } from '../platform/in-turn.js';
import type { Coalition, Partner, Sharing } from './coalition.js';
import type { Coalitions } from './coalitions.js';
import {
  drawPartner,
  mayTakeConsent,
  offeredPartners,
  type AskingPartner,
  type BoxVisit,
  type OfferedPartners,
} from './offered-boxes.js';
import { findLiveVersion, readBrought } from './store-boxes.js';

/** What a form says of who brings somebody: its source code, and the partner whose box was drawn for it. */
export type FormOrigin = { readonly source: string; readonly drawn: string };

/** A consent to a partner, ready to be stored. */
export type PartnerConsent = {
  /** Stands where campaigns' own boxes have an organization's short name, and can be none. */
  readonly organization: string;
  readonly partnerId: string;
  readonly pageVersionId: string;
  readonly text: string;
};

/** A box of a partner on the letter page. */
export type PartnerBox = {
  /** `teachers@<id of the page's version>`: what a tick says, so that just the text that was shown is stored. */
  readonly value: string;
  readonly code: string;
  readonly name: string;
  readonly text: string;
  readonly privacyUrl: string;
};

export type PartnerBoxes = {
  /** The boxes for somebody who writes in a campaign; none outside a coalition. */
  readonly offer: (campaign: Campaign, origin: FormOrigin) => Promise<Offer>;
  /** The consents that ticks stand for; a tick at what may not be offered is none. */
  readonly agreed: (campaign: Campaign, origin: FormOrigin, ticks: Ticks) => Promise<readonly PartnerConsent[]>;
  /** The boxes that the API takes, each with the source that it takes it from. */
  readonly listed: (campaign: Campaign) => Promise<readonly ListedBox[]>;
};

export type Offer = {
  readonly sharing: Sharing;
  readonly first: readonly PartnerBox[];
  readonly others: readonly PartnerBox[];
  readonly drawn: string;
};

/** `{teachers: true}`, or with the version that was shown: `{'teachers@01k…': true}`. */
export type Ticks = Readonly<Record<string, boolean>>;

/** `onlyFrom` is the source code that an action must have; null where any will do. */
export type ListedBox = PartnerBox & { readonly onlyFrom: string | null };

/** The form of a box's value: a partner's code, `@`, a version's id. */
export const boxPattern = /^([a-z0-9_-]{1,20})@([0-9a-z]{26})$/;

/** A page may lie open for a day; so long the text that it shows can be agreed to after a newer one went live. */
const SHOWN_FOR_MS = 24 * 60 * 60 * 1000;

/** What partners brought is asked of the counters so often, however many people come. */
const BROUGHT_FOR_MS = 60_000;

type BoxTools = { readonly db: Db; readonly clock: Clock; readonly ids: Ids; readonly coalitions: Coalitions };

/** Makes the boxes that partners have on campaigns' pages, by the coalitions' sharing rules. */
export function createPartnerBoxes(tools: BoxTools): PartnerBoxes {
  const broughtBy = createBrought(tools);
  return {
    offer: async (campaign, origin) => {
      const coalition = await tools.coalitions.ofCampaign(campaign.id);
      if (!coalition) return { sharing: 'none', first: [], others: [], drawn: '' };
      const brought = coalition.sharing === 'proportional' ? await broughtBy(coalition) : new Map<string, number>();
      const draw = (askers: readonly AskingPartner[]): string => drawPartner(askers, brought, tools.ids.fraction());
      const offered = offeredPartners(coalition, visitOf(campaign, origin), draw);
      return { sharing: coalition.sharing, ...boxesOf(offered), drawn: offered.drawn };
    },
    agreed: async (campaign, origin, ticks) => {
      const coalition = await tools.coalitions.ofCampaign(campaign.id);
      if (!coalition) return [];
      const visit = visitOf(campaign, origin);
      const own = campaign.file.opt_ins.map(({ organization }) => organization);
      const ticked = Object.keys(ticks).filter((name) => ticks[name] === true && !own.includes(name));
      const consents = await inTurn(ticked, (name) => consentOf(tools, { coalition, visit, name }));
      const byPartner = new Map(consents.flatMap((one) => (one ? [[one.partnerId, one] as const] : [])));
      return [...byPartner.values()];
    },
    listed: async (campaign) => {
      const coalition = await tools.coalitions.ofCampaign(campaign.id);
      return coalition ? listedOf(coalition, campaign) : [];
    },
  };
}

function visitOf({ organizationId, file }: Campaign, { source, drawn }: FormOrigin): BoxVisit {
  const code = source.trim().toLowerCase();
  const hasOwnBox = file.opt_ins.some(({ organization }) => organization === file.organization.slug);
  return { root: sourcePattern.test(code) ? rootOf(code) : '', organizationId, hasOwnBox, drawn };
}

function boxesOf({ first, others }: OfferedPartners): Pick<Offer, 'first' | 'others'> {
  return { first: first.map(boxOf), others: others.map(boxOf) };
}

function boxOf({ code, name, privacyUrl, page }: AskingPartner): PartnerBox {
  return { value: `${code}@${page.versionId}`, code, name, text: page.optInText, privacyUrl };
}

type Tick = { readonly coalition: Coalition; readonly visit: BoxVisit; readonly name: string };

async function consentOf(tools: BoxTools, { coalition, visit, name }: Tick): Promise<PartnerConsent | undefined> {
  const [, code = name, versionId] = boxPattern.exec(name) ?? [];
  const partner = coalition.partners.find((one) => one.code === code);
  if (!partner || !mayTakeConsent(coalition, visit, partner)) return undefined;
  const shown = await shownText(tools, partner, versionId);
  if (!shown || shown.optInText === '') return undefined;
  const { id: partnerId } = partner;
  return {
    organization: `partner:${partnerId}`,
    partnerId,
    pageVersionId: shown.versionId,
    text: shown.optInText,
  };
}

/** The text of the version that a tick names, the live one's where it names none. */
async function shownText(
  { db, clock }: BoxTools,
  { id: partnerId, page }: Partner,
  versionId: string | undefined,
): Promise<{ readonly versionId: string; readonly optInText: string } | undefined> {
  if (versionId === undefined || versionId === page?.versionId) return page;
  const shown = await findLiveVersion(db, { partnerId, versionId });
  const isRecent = shown && (shown.supersededAt === null || clock.now() - shown.supersededAt < SHOWN_FOR_MS);
  return isRecent ? shown : undefined;
}

/** A program draws no lots: by `proportional`, too, it brings a partner those who came by its links. */
function listedOf(coalition: Coalition, campaign: Campaign): ListedBox[] {
  const isForAll = coalition.sharing === 'all_consented';
  return coalition.partners.flatMap((partner) => {
    const visit = visitOf(campaign, { source: partner.code, drawn: '' });
    const { first } = offeredPartners(coalition, visit, () => '');
    const asker = first.find(({ id }) => id === partner.id);
    return asker ? [{ ...boxOf(asker), onlyFrom: isForAll ? null : asker.code }] : [];
  });
}

/** What each partner brought to a coalition's campaigns, kept for a minute. */
function createBrought({ db, clock }: BoxTools): (coalition: Coalition) => Promise<ReadonlyMap<string, number>> {
  const held = new Map<string, { readonly at: number; readonly brought: ReadonlyMap<string, number> }>();
  return async ({ id, campaignIds }) => {
    const kept = held.get(id);
    if (kept && Math.abs(clock.now() - kept.at) < BROUGHT_FOR_MS) return kept.brought;
    const brought = await readBrought(db, campaignIds);
    held.set(id, { at: clock.now(), brought });
    return brought;
  };
}
