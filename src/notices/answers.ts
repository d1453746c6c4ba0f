import {
  listLetterStandings,
  mayBeAnswered,
  openReceipt,
  recordAnswers,
  type Answer,
  type LetterStanding,
  type ReceiptDoor,
} from '../actions/index.js';
import { campaignFrame, type Campaigns } from '../campaigns/index.js';
import type { Clock } from '../platform/clock.js';
import { writing } from '../platform/db.js';
import { NotFoundError } from '../platform/errors.js';

export type AnswerTools = ReceiptDoor & { readonly clock: Clock; readonly campaigns: Campaigns };

type OwnAction = { readonly actionId: string; readonly campaignId: string };

/** The action of a receipt that shows all; answers are noted by who has our mail. @throws NotFoundError */
async function getOwnAction(tools: ReceiptDoor, token: string): Promise<OwnAction> {
  const opened = await openReceipt(tools, token);
  if (opened.kind === 'repeat' || !opened.showsAll)
    throw new NotFoundError('Answers are noted on the page that our mail links to. Please open the link in the mail.');
  return opened.receipt;
}

/** The page that asks of each letter that left whether the office answered. @throws NotFoundError */
export async function answersPage(tools: AnswerTools, token: string, fault?: string): Promise<object> {
  const { campaignId } = await getOwnAction(tools, token);
  const campaign = (await tools.campaigns.list()).find(({ id }) => id === campaignId);
  const letters = await listAnswerable(tools, token);
  return {
    title: `${fault === undefined ? '' : 'Please check: '}Did they answer?`,
    campaign: campaign && campaignFrame(campaign),
    token,
    fault,
    letters: letters.map(({ letterId, target, answer }) => {
      return { letterId, target, isYes: answer === 'yes', isNo: answer === 'no' };
    }),
  };
}

/** Notes the answers in a form, `answer-<letter>` = yes or no, and tells how many there were. @throws NotFoundError */
export async function saveAnswers(tools: AnswerTools, token: string, body: unknown): Promise<number> {
  const fields = (body ?? {}) as Readonly<Record<string, unknown>>;
  const answers = (await listAnswerable(tools, token)).flatMap(({ letterId }) => {
    const answer = fields[`answer-${letterId}`];
    return isAnswer(answer) ? [{ letterId, answer }] : [];
  });
  if (answers.length > 0) await writing(tools.db, (trx) => recordAnswers(trx, answers, tools.clock.now()));
  return answers.length;
}

async function listAnswerable(tools: AnswerTools, token: string): Promise<LetterStanding[]> {
  const { actionId } = await getOwnAction(tools, token);
  return (await listLetterStandings(tools.db, actionId)).filter(mayBeAnswered);
}

function isAnswer(value: unknown): value is Answer {
  return value === 'yes' || value === 'no';
}
