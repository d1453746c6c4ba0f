import { asVariant, knownVariant, variantsOf, type Campaign, type Campaigns } from '../campaigns/index.js';
import { domainOf, startOf } from '../deliveries/index.js';
import { timeZoneOf, usStateOf } from '../divisions/index.js';
import { dayOf, type Clock } from '../platform/clock.js';
import { writing, type Db } from '../platform/db.js';
import { ConflictError, InputError } from '../platform/errors.js';
import { createGroupCommit } from '../platform/group-commit.js';
import type { Ids } from '../platform/ids.js';
import type { Queue } from '../platform/queue/index.js';
import type { Seal } from '../platform/seal.js';
import type { PartnerBoxes } from '../partners/index.js';
import { canonicalEmail, type Person } from '../supporters/index.js';
import type { Finding, Target, TargetFinder } from '../targets/index.js';
import type { NewAction, NewLetter, Taken } from './action.js';
import type { ActionInput } from './input.js';
import { editedText } from './edited-text.js';
import { quotationOf } from './quotation.js';
import { noticesOf } from './first-notice.js';
import { withLikeness } from './likeness.js';
import { insertActions } from './store.js';

/** Which request this is: the page's token covers one person, a program's key covers one action. */
export type RequestKey = {
  readonly from: 'page' | 'api';
  readonly key: string;
  /** The partner whose box was drawn for the page; '' for none. */
  readonly drawn?: string;
};

export type TakeTools = {
  readonly db: Db;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly seal: Seal;
  readonly queue: Queue;
  readonly campaigns: Campaigns;
  readonly finder: TargetFinder;
  readonly partnerBoxes: PartnerBoxes;
};

/** What taking an action leads to. */
export type TakeResult =
  | { readonly kind: 'taken' | 'repeat'; readonly actionId: string; readonly token: string }
  /** The place is not certain: nothing was taken, the person has to choose. */
  | { readonly kind: 'choose'; readonly finding: Finding };

export type TakeAction = (campaign: Campaign, input: ActionInput, requestKey: RequestKey) => Promise<TakeResult>;

/**
 * Makes the use case "take one action". It resolves after the action is on the disk.
 * Its function throws ConflictError (`campaign-not-open`, `key-reused`) and InputError.
 */
export function createTakeAction(tools: TakeTools): TakeAction {
  const writer = createGroupCommit<NewAction, Taken>({
    commit: (actions) => writing(tools.db, (trx) => insertActions(trx, actions)),
  });
  return async (given, input, requestKey) => {
    const campaign = campaignShown(given, input);
    const standing = await tools.campaigns.standing(campaign);
    if (standing.kind !== 'open') throw new ConflictError('campaign-not-open', standing.sentence);
    refuseMissing(campaign, input);
    const finding = await findTargets(tools.finder, campaign, input);
    if (finding.status === 'choose') return { kind: 'choose', finding };
    const targets = chosenTargets(finding, input.offices);
    const consents = await consentsOf(tools, { campaign, input, requestKey });
    const built = buildAction(tools, { campaign, input, finding, targets, requestKey, consents });
    const action = withLikeness(built, campaign, finding);
    const taken = await writer.submit(action);
    if (taken.kind === 'key-reused') {
      throw new ConflictError(
        'key-reused',
        'This Idempotency-Key was used for another person. Use a new key for each action.',
      );
    }
    // After the commit, and only a wake-up call: if it is lost, the sweep finds the rows.
    if (taken.kind === 'taken') {
      const due = action.letters.filter(({ state, dueAt }) => state === 'queued' && dueAt <= action.createdAt);
      tools.queue.announce(due.map(({ deliveryId }) => deliveryId));
    }
    return taken;
  };
}

/** Looks up whom an action addresses; faults carry the names of the input's fields. */
export async function findTargets(finder: TargetFinder, campaign: Campaign, input: ActionInput): Promise<Finding> {
  try {
    return await finder.find(campaign.rule, {
      country: campaign.file.country,
      postalCode: input.supporter.postal_code,
      chosen: input.district === undefined ? [] : [input.district].flat(),
    });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(
      error.faults.map((fault) =>
        fault.field === 'postal_code' ? { ...fault, field: 'supporter.postal_code' } : fault,
      ),
    );
  }
}

/** The campaign by the variant that the person was shown. @throws InputError for a variant that its test has not */
function campaignShown(campaign: Campaign, { variant = '' }: ActionInput): Campaign {
  if (variant === '' || knownVariant(campaign.file, variant) !== '') return asVariant(campaign, variant);
  const names = variantsOf(campaign.file).map(({ name }) => name);
  const message =
    names.length > 0 ? `must be one of ${names.join(', ')}` : 'must be left out: this campaign tests nothing';
  throw new InputError([{ field: 'variant', message }]);
}

function refuseMissing(campaign: Campaign, input: ActionInput): void {
  const missing = campaign.file.required_fields.filter((field) => input.supporter[field] === undefined);
  if (missing.length === 0) return;
  const message = 'Please give your street address: these offices answer only people who live in their district.';
  throw new InputError(missing.map((field) => ({ field: `supporter.${field}`, message })));
}

function chosenTargets(finding: Finding, offices: readonly string[] | undefined): readonly Target[] {
  const foreign = offices?.filter((id) => !finding.targets.some((target) => target.officeId === id)) ?? [];
  if (foreign.length > 0) {
    throw new InputError(
      foreign.map((id) => ({
        field: 'offices',
        message: `"${id}" is not among the offices that this person can write to here.`,
      })),
    );
  }
  const targets = finding.targets.filter((target) => !offices || offices.includes(target.officeId));
  if (targets.length > 0) return targets;
  const message = [
    ...finding.notes,
    ...finding.vacancies.map((office) => `${office.name}: this seat is vacant.`),
    ...finding.excluded.map(({ target, say }) => `${target.title} ${target.name}: ${say}`),
  ].join(' ');
  throw new InputError([
    {
      field: 'supporter.postal_code',
      message: message || 'This campaign addresses nobody who represents this place.',
    },
  ]);
}

type Parts = {
  readonly campaign: Campaign;
  readonly input: ActionInput;
  readonly finding: Finding;
  readonly targets: readonly Target[];
  readonly requestKey: RequestKey;
  readonly consents: NewAction['consents'];
};

function buildAction(tools: TakeTools, parts: Parts): NewAction {
  const { campaign, input, finding, targets, requestKey, consents } = parts;
  const now = tools.clock.now();
  const supporter = supporterOf(tools.ids, input.supporter, finding);
  const letters = targets.map((target): NewLetter => {
    const timeZone = timeZoneOf(target.division) ?? null;
    const domain = domainOf(target.email);
    const start = startOf(target, campaign.file.delivery, now);
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
    quotation: quotationOf(campaign, input),
    optsIn: input.opt_ins[campaign.file.organization.slug] === true && hasOwnOptIn(campaign),
    letters,
    ...noticesOf({ campaign, input, letters }, now),
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

/** The boxes that are ticked: the campaign's own, and those of partners that may be offered here. */
async function consentsOf(
  { partnerBoxes }: TakeTools,
  { campaign, input, requestKey }: Pick<Parts, 'campaign' | 'input' | 'requestKey'>,
): Promise<NewAction['consents']> {
  const given = campaign.file.opt_ins.filter((optIn) => input.opt_ins[optIn.organization] === true);
  const origin = { source: input.source ?? '', drawn: requestKey.drawn ?? '' };
  const toPartners = await partnerBoxes.agreed(campaign, origin, input.opt_ins);
  return [...given.map(({ organization, text }) => ({ organization, text })), ...toPartners];
}

function hasOwnOptIn({ file }: Campaign): boolean {
  return file.opt_ins.some(({ organization }) => organization === file.organization.slug);
}

/** The state's abbreviation where the place is certain about it; the person need not be asked. */
function regionOf(finding: Finding): string | null {
  const states = finding.place.layers.get('state') ?? [];
  return states.length === 1 ? (usStateOf(states[0] ?? '')?.abbr ?? null) : null;
}
