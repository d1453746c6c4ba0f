import type { Origin } from '../abuse/index.js';
import type { Campaign } from '../campaigns/index.js';
import { domainOf, startOf } from '../deliveries/index.js';
import { timeZoneOf, usStateOf } from '../divisions/index.js';
import { dayOf, type Clock } from '../platform/clock.js';
import type { Ids } from '../platform/ids.js';
import type { Seal } from '../platform/seal.js';
import { canonicalEmail, type Person } from '../supporters/index.js';
import type { Finding, Target } from '../targets/index.js';
import type { NewAction, NewLetter } from './action.js';
import { editedText } from './edited-text.js';
import { noticesOf } from './first-notice.js';
import type { ActionInput } from './input.js';
import { quotationOf } from './quotation.js';

/** Which request this is: the page's token covers one person, a program's key covers one action. */
export type RequestKey = {
  readonly from: 'page' | 'api';
  readonly key: string;
  /** The partner whose box was drawn for the page; '' for none. */
  readonly drawn?: string;
  /** Where it came from; left out where the program itself acts. */
  readonly origin?: Origin;
};

export type BuildTools = { readonly clock: Clock; readonly ids: Ids; readonly seal: Seal };

type Parts = {
  readonly campaign: Campaign;
  readonly input: ActionInput;
  readonly finding: Finding;
  readonly targets: readonly Target[];
  readonly requestKey: RequestKey;
  readonly consents: NewAction['consents'];
  readonly suspicions: NewAction['suspicions'];
  /** The letters wait for the confirmation of the address, whatever the campaign lays down. */
  readonly mustConfirm: boolean;
};

/** An action as it is going to be stored, with its letters. */
export function buildAction(tools: BuildTools, parts: Parts): NewAction {
  const { campaign, input, finding, targets, requestKey, consents, suspicions } = parts;
  const now = tools.clock.now();
  const supporter = supporterOf(tools.ids, input.supporter, finding);
  const { delivery } = campaign.file;
  const settings = {
    ...delivery,
    confirm_first: delivery.confirm_first || parts.mustConfirm,
    review: delivery.review || suspicions.length > 0,
  };
  const letters = targets.map((target): NewLetter => {
    const timeZone = timeZoneOf(target.division) ?? null;
    const domain = domainOf(target.email);
    const start = startOf(target, settings, now);
    return { id: tools.ids.next(), deliveryId: tools.ids.next(), target, domain, timeZone, ...start };
  });
  return {
    id: tools.ids.next(),
    campaignId: campaign.id,
    versionId: campaign.versionId,
    organizationId: campaign.organizationId,
    token: tools.ids.token(),
    requestKey: digestKey(tools.seal, { campaign, requestKey, emailKey: supporter.emailKey }),
    source: input.source ?? '',
    variant: input.variant ?? '',
    supporter,
    // What is only possible is no place where somebody lives.
    divisions: [...finding.place.layers.values()].filter((candidates) => candidates.length === 1).flat(),
    subject: input.letter.subject ?? null,
    text: editedText(parts),
    ownWords: input.letter.own_words ?? null,
    consents,
    suspicions,
    quotation: quotationOf(campaign, input),
    optsIn: input.opt_ins[campaign.file.organization.slug] === true && hasOwnOptIn(campaign),
    letters,
    ...noticesOf({ campaign, input, letters, confirmsFirst: settings.confirm_first }, now),
    createdAt: now,
    day: dayOf(now, campaign.file.time_zone),
  };
}

function supporterOf(ids: Ids, person: Person, finding: Finding): NewAction['supporter'] {
  return {
    id: ids.next(),
    email: person.email,
    emailKey: canonicalEmail(person.email) ?? person.email,
    prefix: person.prefix ?? null,
    givenName: person.given_name,
    familyName: person.family_name,
    postalCode: finding.place.code || person.postal_code,
    street: person.street ?? null,
    locality: person.locality ?? null,
    region: person.region ?? regionOf(finding),
    phone: person.phone ?? null,
  };
}

type Keyed = { readonly campaign: Campaign; readonly requestKey: RequestKey; readonly emailKey: string };

function digestKey(seal: Seal, { campaign, requestKey, emailKey }: Keyed): string {
  // Two people may send from one screen with one page's form; their actions must not pass for one.
  const keyed = requestKey.from === 'page' ? `${requestKey.key} ${emailKey}` : requestKey.key;
  return seal.digest('request', `${requestKey.from} ${campaign.id} ${keyed}`);
}

function hasOwnOptIn({ file }: Campaign): boolean {
  return file.opt_ins.some(({ organization }) => organization === file.organization.slug);
}

/** The state's abbreviation where the place is certain about it; the person need not be asked. */
function regionOf(finding: Finding): string | null {
  const states = finding.place.layers.get('state') ?? [];
  return states.length === 1 ? (usStateOf(states[0] ?? '')?.abbr ?? null) : null;
}
