import type { Protection, Screened, Screening, Submission } from '../abuse/index.js';
import { asVariant, knownVariant, variantsOf, type Campaign, type Campaigns } from '../campaigns/index.js';
import type { Db } from '../platform/db.js';
import { ConflictError, ForbiddenError, InputError, OverloadedError } from '../platform/errors.js';
import { createGroupCommit } from '../platform/group-commit.js';
import type { Queue } from '../platform/queue/index.js';
import { addressKey, findSuppression } from '../supporters/index.js';
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
    /** Actions that may wait to be written before the next one is turned away. */
    readonly maxWaiting?: number;
    readonly protection: Pick<Protection, 'noteOverload'>;
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
 * Its function throws ConflictError (`campaign-not-open`, `key-reused`), InputError, and to programs ForbiddenError
 * (`proof-needed`).
 */
export function createTakeAction(tools: TakeTools): TakeAction {
  const { maxWaiting } = tools;
  const writer = createGroupCommit<NewAction, Taken>({
    ...(maxWaiting !== undefined && { maxWaiting }),
    commit: (actions) => tools.db.transaction((trx) => insertActions(trx, actions)),
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
    const sent = { campaign, input, finding, targets, requestKey };
    const screened = await screen(tools, submissionOf(sent, tools.clock.now()));
    const built = buildAction(tools, { ...sent, consents, ...screened });
    const action = withLikeness(built, campaign, finding);
    const taken = await writer.submit(action).catch((error: unknown) => {
      if (error instanceof OverloadedError) tools.protection.noteOverload(campaign.id);
      throw error;
    });
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

type Judged = Pick<Screened, 'suspicions'> & { readonly mustConfirm: boolean };

/**
 * What a submission comes to: people who bring no proof of work where one is asked for confirm by mail, as do those who
 * bring one from a crowded network; where no mail reaches them somebody reads first. @throws ForbiddenError for programs
 * without one
 */
async function screen(tools: TakeTools, submission: Submission | undefined): Promise<Judged> {
  if (!submission) return { suspicions: [], mustConfirm: false };
  const { suspicions, lacksProof, mayConfirm } = await tools.screening.screen(submission);
  if (lacksProof && submission.origin.via === 'api') throw new ForbiddenError(PROOF_NEEDED, 'proof-needed');
  if (!lacksProof && !mayConfirm) return { suspicions, mustConfirm: false };
  // Whoever wants no other mail still gets what they have to confirm.
  const isUnreachable = (await findSuppression(tools.db, addressKey(tools.seal, submission.email))) === 'not-me';
  if (isUnreachable) return { suspicions: lacksProof ? [...suspicions, 'no-proof'] : suspicions, mustConfirm: false };
  return { suspicions: mayConfirm ? [] : suspicions, mustConfirm: true };
}

const PROOF_NEEDED =
  'This campaign asks for a proof of work just now. Get a challenge from /api/v1/campaigns/{slug}/challenge, solve it and send the same again with the solution as "proof".';

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
