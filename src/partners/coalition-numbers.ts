import { readFigures } from '../counts/index.js';
import type { Db } from '../platform/db.js';
import type { Coalition } from './coalition.js';
import { readReach } from './store-reach.js';

/** Where a coalition stands, from counters alone. */
export type CoalitionNumbers = {
  readonly people: number;
  /** Whether `people` are different people; else who wrote to two campaigns is two of them. */
  readonly areDifferent: boolean;
  /** Letters taken, without those of suspected people. */
  readonly letters: number;
};

/** Later than any day that is counted: no days are asked for. */
const NEVER = '9999-12-31';

/** The numbers of this moment. With one campaign its actions are different people, as soon as they are taken. */
export async function readNumbers(db: Db, coalition: Coalition): Promise<CoalitionNumbers> {
  const { campaignIds } = coalition;
  const figures = [...(await readFigures(db, campaignIds, NEVER)).values()];
  const actions = figures.reduce((sum, { people }) => sum + people, 0);
  const letters = figures.reduce((sum, figure) => sum + figure.letters, 0);
  const different = campaignIds.length === 1 ? actions : await readDifferent(db, coalition);
  return { people: different ?? actions, areDifferent: different !== undefined, letters };
}

/** Undefined where they were never counted yet. */
async function readDifferent(db: Db, { id, generation }: Coalition): Promise<number | undefined> {
  if (generation === 0) return undefined;
  return (await readReach(db, id)).find(({ kind }) => kind === 'all')?.people ?? 0;
}
