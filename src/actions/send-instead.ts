import type { Campaign, Campaigns } from '../campaigns/index.js';
import type { Db } from '../platform/db.js';
import { InputError } from '../platform/errors.js';
import type { Finding, Target, TargetFinder } from '../targets/index.js';
import type { NewAction } from './action.js';
import { buildAction, type BuildTools } from './build-action.js';
import type { ActionInput } from './input.js';
import { withLikeness } from './likeness.js';
import type { Typed } from './repeat.js';
import { listNotes, type ReceiptNote, type RepeatRow } from './store-receipts.js';

export type InsteadTools = BuildTools & {
  readonly db: Db;
  readonly campaigns: Campaigns;
  readonly finder: TargetFinder;
};

type Notes = ReadonlyMap<string, ReceiptNote>;

/** What somebody wrote again as an action of its own, or why it cannot be sent as it is. */
export type Instead =
  | { readonly kind: 'ready'; readonly action: NewAction; readonly notes: Notes }
  /** `changed`: it may be written anew. `not-now`: the campaign takes no letters. `taken-back`: by whoever wrote it. */
  | { readonly kind: 'changed' | 'not-now' | 'taken-back'; readonly sentence: string };

/** Whose letter it is to become: the address that the mail went to. */
export type Wanted = { readonly campaign: Campaign; readonly repeat: RepeatRow; readonly email: string };

const CHANGED = 'Since it was written, whom it would go to has changed, so it cannot be sent as it stands.';
const TAKEN_BACK = 'It was asked back on its receipt, so it is not sent.';

/**
 * Makes an action of what was written again, as it was typed: under the version that it was written under, to the same
 * offices while the same people hold them, with the same suspicions. Nothing is stored.
 */
export async function planInstead(tools: InsteadTools, { campaign: given, repeat, email }: Wanted): Promise<Instead> {
  const { typed, receipt } = repeat;
  const campaign = confirmed(given);
  const standing = await tools.campaigns.standing(campaign);
  if (standing.kind !== 'open') return { kind: 'not-now', sentence: standing.sentence };
  const changed: Instead = { kind: 'changed', sentence: CHANGED };
  const input = typed && inputOf(typed, campaign, email);
  if (!typed?.toSend || !input) return changed;
  const ids = typed.letters.map(({ deliveryId }) => deliveryId);
  const notes = await listNotes(tools.db, ids);
  const letters = typed.letters.filter(({ deliveryId }) => notes.get(deliveryId)?.kind !== 'back');
  if (letters.length === 0) return { kind: 'taken-back', sentence: TAKEN_BACK };
  try {
    const finding = await findAgain(tools.finder, campaign, typed);
    const targets = sameTargets(finding, letters);
    if (!targets) return changed;
    const parts = { campaign, input, finding, targets, mustConfirm: false, suspicions: typed.toSend.suspicions };
    const requestKey = { from: 'page' as const, key: `instead ${repeat.id}` };
    const built = buildAction(tools, { ...parts, requestKey, consents: consentsIn(typed) });
    const action = { ...withIds(built, letters), versionId: receipt.versionId };
    return { kind: 'ready', action: withLikeness(action, campaign, finding), notes };
  } catch (error) {
    if (error instanceof InputError) return changed;
    throw error;
  }
}

/** The campaign for who has shown already that the address is theirs. */
function confirmed(campaign: Campaign): Campaign {
  const { file } = campaign;
  return { ...campaign, file: { ...file, delivery: { ...file.delivery, confirm_first: false } } };
}

/** What was typed in the shape that it came in; undefined where the campaign asks for more by now. */
function inputOf(typed: Typed, campaign: Campaign, email: string): ActionInput | undefined {
  const { supporter, subject, text, ownWords, variant, source, isQuotable, toSend } = typed;
  const { prefix, givenName, familyName, postalCode, street, locality, region, phone } = supporter;
  const given = {
    prefix: prefix ?? undefined,
    street: street ?? undefined,
    locality: locality ?? undefined,
    region: region ?? undefined,
    phone: phone ?? undefined,
  };
  if (campaign.file.required_fields.some((field) => given[field] === undefined)) return undefined;
  return {
    supporter: { ...given, given_name: givenName, family_name: familyName, email, postal_code: postalCode },
    letter: {
      subject: subject ?? undefined,
      text: text ?? undefined,
      own_words: ownWords ?? undefined,
      may_quote: isQuotable,
      quote_name: toSend?.quotesName ?? false,
    },
    opt_ins: toSend?.optsIn ? { [campaign.file.organization.slug]: true } : {},
    copy: toSend?.wantsCopy ?? false,
    variant,
    source,
  };
}

/** How many questions about a place may follow one another: the state, then its districts. */
const MOST_QUESTIONS = 4;

/** Looks up by the code that was typed; where it is split, the districts that were certain then answer. */
async function findAgain(finder: TargetFinder, campaign: Campaign, typed: Typed): Promise<Finding> {
  const code = { country: campaign.file.country, postalCode: typed.supporter.postalCode };
  let chosen: readonly string[] = [];
  let finding = await finder.find(campaign.rule, code);
  for (let asked = 0; finding.status === 'choose' && asked < MOST_QUESTIONS; asked++) {
    const answers = finding.candidates.filter(({ division }) => typed.divisions.includes(division));
    if (answers.length !== 1) return finding;
    chosen = [...chosen, ...answers.map(({ division }) => division)];
    finding = await finder.find(campaign.rule, { ...code, chosen });
  }
  return finding;
}

/** Those whom the letters were for, as they are reached now; undefined where one of them no longer is. */
function sameTargets({ status, targets }: Finding, letters: Typed['letters']): readonly Target[] | undefined {
  const same = letters.flatMap(({ target: then }) => {
    return targets.filter(({ officeId, name }) => officeId === then.officeId && name === then.name);
  });
  return status === 'exact' && same.length === letters.length ? same : undefined;
}

/** Its letters keep the ids that its receipt knows them by, so that what is pressed there holds for them. */
function withIds(action: NewAction, typed: Typed['letters']): NewAction {
  const letters = action.letters.map((letter) => {
    const own = typed.find(({ target }) => target.officeId === letter.target.officeId);
    return own ? { ...letter, id: own.id, deliveryId: own.deliveryId } : letter;
  });
  return { ...action, letters };
}

/** What was agreed to and not taken back on the receipt since. */
function consentsIn({ toSend, consents }: Typed): NewAction['consents'] {
  const withdrawn = consents.filter(({ withdrawnAt }) => withdrawnAt !== null).map(({ partnerId }) => partnerId);
  return (toSend?.consents ?? []).filter(({ partnerId }) => partnerId === undefined || !withdrawn.includes(partnerId));
}
