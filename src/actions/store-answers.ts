import { insertRecords, type Db } from '../platform/db.js';
import type { Answer } from './letters-store.js';

/** Notes what a supporter says about offices' answers; what they say later counts. */
export async function recordAnswers(
  trx: Db,
  answers: readonly { readonly letterId: string; readonly answer: Answer }[],
  at: number,
): Promise<void> {
  const columns = { letter_id: 'text', answer: 'text', at: 'bigint' } as const;
  const rows = answers.map(({ letterId, answer }) => ({ letter_id: letterId, answer, at }));
  const conflict = 'ON CONFLICT (letter_id) DO UPDATE SET answer = excluded.answer, at = excluded.at';
  await insertRecords(trx, { table: 'answers', columns, conflict }, rows);
}
