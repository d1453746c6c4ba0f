const DAY_MS = 24 * 60 * 60 * 1000;

/** How long letters wait for their supporter to confirm the address. */
export const CONFIRM_WITHIN_MS = 7 * DAY_MS;

/** Supporters are asked so long after a letter left whether the office answered. */
export const ASK_AFTER_MS = 14 * DAY_MS;

const CONFIRM_REMINDER_AFTER_MS = DAY_MS;
const ASK_REMINDER_AFTER_MS = 7 * DAY_MS;

/**
 * What is done next about an action's supporter. Each is a mail, but `confirm-end`, which drops letters whose address
 * was never confirmed. `confirm-again` is a further confirmation mail that was asked for on the receipt.
 */
export type NoticeStep =
  'confirm' | 'confirm-again' | 'confirm-reminder' | 'confirm-end' | 'copy' | 'ask' | 'ask-reminder';

/** The next step and its moment; null where nothing is to be done any more. */
export type NextStep = { readonly step: NoticeStep; readonly at: number } | null;

/** What decides about the steps of an action. */
export type StepFacts = {
  readonly createdAt: number;
  readonly mustConfirm: boolean;
  readonly wantsCopy: boolean;
  /** The campaign's setting `mails.ask_for_answers`. */
  readonly asksForAnswers: boolean;
};

/** The first step after an action was taken. */
export function firstStep(facts: StepFacts): NextStep {
  return facts.mustConfirm ? { step: 'confirm', at: facts.createdAt } : stepAfterStart(facts, facts.createdAt);
}

/** The step that follows once letters may go, which is at once or after the address was confirmed. */
export function stepAfterStart({ wantsCopy, ...facts }: StepFacts, startedAt: number): NextStep {
  return wantsCopy ? { step: 'copy', at: startedAt } : askStep(facts, startedAt);
}

/** The step that follows another one, done at `now`. */
export function stepAfter(step: NoticeStep, facts: StepFacts, now: number): NextStep {
  const reminderAt = facts.createdAt + CONFIRM_REMINDER_AFTER_MS;
  switch (step) {
    case 'confirm':
    case 'confirm-again':
      if (now < reminderAt) return { step: 'confirm-reminder', at: reminderAt };
      return { step: 'confirm-end', at: facts.createdAt + CONFIRM_WITHIN_MS };
    case 'confirm-reminder':
      return { step: 'confirm-end', at: facts.createdAt + CONFIRM_WITHIN_MS };
    case 'copy':
      return askStep(facts, now);
    case 'ask':
      return { step: 'ask-reminder', at: now + ASK_REMINDER_AFTER_MS };
    case 'confirm-end':
    case 'ask-reminder':
      return null;
  }
}

function askStep({ asksForAnswers }: Pick<StepFacts, 'asksForAnswers'>, startedAt: number): NextStep {
  return asksForAnswers ? { step: 'ask', at: startedAt + ASK_AFTER_MS } : null;
}
