import { setTimeout as sleep } from 'node:timers/promises';
import { readCounts } from '../../src/counts/index.js';
import { query, type Db } from '../../src/platform/db.js';
import { clarion } from '../prove-delivery/clarion.js';

/** One letter of an action, as it is stored. */
export type StoredLetter = {
  readonly deliveryId: string;
  /** The receipt's token. */
  readonly token: string;
  readonly slug: string;
  readonly officeId: string;
  readonly channel: string;
  readonly state: string;
  readonly hold: string | null;
  /** Why the action looks suspicious. */
  readonly suspicions: readonly string[];
};

export async function listLetters(db: Db): Promise<StoredLetter[]> {
  const rows = await query<Omit<StoredLetter, 'suspicions'> & { suspicions: string | null }>(
    db,
    `SELECT deliveries.id AS "deliveryId", actions.token, campaigns.slug, deliveries.office_id AS "officeId",
            deliveries.channel, deliveries.state, deliveries.hold, actions.suspicions
       FROM deliveries JOIN letters ON letters.id = deliveries.letter_id JOIN actions ON actions.id = letters.action_id
       JOIN campaigns ON campaigns.id = actions.campaign_id`,
  );
  return rows.map((row) => ({ ...row, suspicions: row.suspicions ? (JSON.parse(row.suspicions) as string[]) : [] }));
}

/** Receipts of those who had acted before. */
export async function listRepeats(db: Db): Promise<ReadonlySet<string>> {
  return new Set((await query<{ token: string }>(db, 'SELECT token FROM repeats')).map(({ token }) => token));
}

/** Letters that still have their turn before them. */
export async function countUnderWay(db: Db): Promise<number> {
  const [row] = await query<{ count: number | string }>(
    db,
    `SELECT COUNT(*) AS count FROM deliveries WHERE state IN ('queued', 'sending')`,
  );
  return Number(row?.count);
}

/** Counters agree with the rows, and the terms that pages show add up to all letters. */
export async function reconciles(db: Db, env: Readonly<Record<string, string>>, letters: number): Promise<boolean> {
  const { code } = await clarion(env, ['counts', 'check'], true);
  let all = 0;
  let isSum = true;
  for (const { id } of await query<{ id: string }>(db, 'SELECT id FROM campaigns')) {
    const { taken, ...terms } = (await readCounts(db, id)).letters;
    isSum &&= taken === Object.values(terms).reduce((sum, term) => sum + term, 0);
    all += taken;
  }
  return code === 0 && isSum && all === letters;
}

const LOOK_EVERY_MS = 500;

/** Looks at a campaign's protection until the answered function is called, which tells when it went on and why, in words. */
export function watchProtection(db: Db, slug: string): () => Promise<string[]> {
  const start = performance.now();
  const noted: string[] = [];
  const asking = new AbortController();
  const look = async (): Promise<void> => {
    while (!asking.signal.aborted) {
      const [row] = await query<{ reason: string }>(
        db,
        `SELECT reason FROM protections JOIN campaigns ON campaigns.id = campaign_id WHERE slug = ? AND on_until IS NOT NULL`,
        [slug],
      );
      const seconds = Math.round((performance.now() - start) / 1_000);
      if (row && !noted.at(-1)?.endsWith(`: ${row.reason}`)) noted.push(`on at ${seconds} s: ${row.reason}`);
      await sleep(LOOK_EVERY_MS);
    }
  };
  const looking = look();
  return async () => {
    asking.abort();
    await looking;
    return noted;
  };
}
