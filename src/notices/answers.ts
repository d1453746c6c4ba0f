import {
  findReceipt,
  listLetterStandings,
  mayBeAnswered,
  recordAnswers,
  type Answer,
  type LetterStanding,
  type ReceiptRow,
} from '../actions/index.js';
import { campaignFrame, type Campaigns } from '../campaigns/index.js';
import type { Clock } from '../platform/clock.js';
import { writing, type Db } from '../platform/db.js';
import { NotFoundError } from '../platform/errors.js';

export type AnswerTools = { readonly db: Db; readonly clock: Clock; readonly campaigns: Campaigns };

/** @throws NotFoundError */
export async function findOwnReceipt({ db }: Pick<AnswerTools, 'db'>, token: string): Promise<ReceiptRow> {
  const receipt = await findReceipt(db, token);
  if (!receipt)
    throw new NotFoundError('There is no receipt at this address. Please check that the whole link was copied.');
  return receipt;
}

/** The page that asks of each letter that left whether the office answered. @throws NotFoundError */
export async function answersPage(tools: AnswerTools, token: string, fault?: string): Promise<object> {
  const { campaignId } = await findOwnReceipt(tools, token);
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
  const { actionId } = await findOwnReceipt(tools, token);
  return (await listLetterStandings(tools.db, actionId)).filter(mayBeAnswered);
}

function isAnswer(value: unknown): value is Answer {
  return value === 'yes' || value === 'no';
}
