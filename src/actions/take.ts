import type { Screening } from '../abuse/index.js';
import { asVariant, knownVariant, variantsOf, type Campaign, type Campaigns } from '../campaigns/index.js';
import { writing, type Db } from '../platform/db.js';
import { ConflictError, InputError } from '../platform/errors.js';
import { createGroupCommit } from '../platform/group-commit.js';
import type { Queue } from '../platform/queue/index.js';
import type { Finding, Target, TargetFinder } from '../targets/index.js';
import type { NewAction, Taken } from './action.js';
import { buildAction, type BuildTools, type RequestKey } from './build-action.js';
import { consentsOf, type ConsentTools } from './consents-given.js';
import type { ActionInput } from './input.js';
import { withLikeness } from './likeness.js';
import { submissionOf } from './submission.js';
import { insertActions } from './store.js';

export type { RequestKey } from './build-action.js';

export type TakeTools = BuildTools &
  ConsentTools & {
    readonly db: Db;
    readonly queue: Queue;
    readonly campaigns: Campaigns;
    readonly finder: TargetFinder;
    readonly screening: Screening;
  };

/** What taking an action leads to. */
export type TakeResult =
  | {
      /** A `retry` had its receipt before; to the others nobody may tell which of the two they are. */
      readonly kind: 'taken' | 'repeat' | 'retry';
      readonly actionId: string;
      readonly token: string;
      readonly targets: readonly Target[];
    }
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
    const submission = submissionOf(campaign, input, { origin: requestKey.origin, at: tools.clock.now() });
    const { suspicions } = submission ? await tools.screening.screen(submission) : { suspicions: [] };
    const built = buildAction(tools, { campaign, input, finding, targets, requestKey, consents, suspicions });
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
    return { ...taken, targets };
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
