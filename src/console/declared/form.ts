import type { Campaign, Campaigns } from '../../campaigns/index.js';
import { declaredKinds, type DeclaredRules, type TypedDeclared } from '../../partners/index.js';
import { dayOf } from '../../platform/clock.js';
import type { Clock } from '../../platform/clock.js';
import type { Db } from '../../platform/db.js';
import type { Fault } from '../../platform/errors.js';
import type { Ids } from '../../platform/ids.js';
import { showFaults } from '../../web/index.js';
import type { CoalitionVisit } from '../visit.js';

export type DeclaredPageTools = {
  readonly db: Db;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly campaigns: Campaigns;
  readonly baseUrl: string;
};

/** What was sent and cannot be taken, with all that was typed. */
export type Faulty = { readonly faults: readonly Fault[]; readonly typed: Readonly<Record<string, string>> };

/** Below the organization: `/coalitions/x/declared`. */
export function rootOf({ coalition }: CoalitionVisit): string {
  return `/coalitions/${coalition.slug}/declared`;
}

/** The coalition's campaigns, in the order in which they came. */
export async function campaignsOf(tools: DeclaredPageTools, { coalition }: CoalitionVisit): Promise<Campaign[]> {
  const all = await tools.campaigns.list();
  return coalition.campaignIds.flatMap((id) => all.find((campaign) => campaign.id === id) ?? []);
}

export function rulesOf(
  { clock, baseUrl }: DeclaredPageTools,
  { coalition }: CoalitionVisit,
  campaigns: readonly Campaign[],
): DeclaredRules {
  return { campaigns, today: dayOf(clock.now(), coalition.timeZone), baseUrl };
}

export function typedIn({ form }: CoalitionVisit): TypedDeclared {
  return {
    kind: form.one('kind'),
    total: form.one('total'),
    from_on: form.one('from_on'),
    to_on: form.one('to_on'),
    campaign: form.one('campaign'),
    source: form.one('source'),
    note: form.one('note'),
  };
}

/** The form with what was typed, or as it begins. */
export function formView(campaigns: readonly Campaign[], { faults, typed }: Faulty): object {
  const { kind = '', campaign: chosen = '' } = typed;
  return {
    typed,
    kinds: Object.entries(declaredKinds).map(([value, label]) => ({ value, label, isChosen: value === kind })),
    campaigns: campaigns.map(({ slug, file }) => ({ slug, title: file.title, isChosen: slug === chosen })),
    ...showFaults(faults),
  };
}
