import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkCounts } from '../../src/counts/index.js';
import { openDb, query } from '../../src/platform/db.js';
import { SECRET, type MeasuredServer } from '../processes.js';
import { CAMPAIGN, createPeople, LETTERS_PER_ACTION } from './people.js';

/** What was left after the program was killed while it took actions. */
export type Killed = {
  /** Actions that the program said it had taken. */
  readonly answered: number;
  /** Those of them that are not in the data base with all their letters, deliveries and their supporter. */
  readonly missing: number;
  /** Actions in the data base without all their letters. */
  readonly torn: number;
  /** Counters that differ from their rows. */
  readonly miscounted: number;
};

export type KillOptions = {
  readonly server: MeasuredServer;
  readonly databaseUrl: string;
  readonly connections: number;
  readonly seconds: number;
};

/** Kills the program in the middle of a load, half of it forms and half of it the API's, and looks at what it kept. */
export async function killMidway(options: KillOptions): Promise<Killed> {
  const { server, seconds, databaseUrl } = options;
  const answered: string[] = [];
  const posting = postUntilDead(options, (token) => answered.push(token));
  await sleep(seconds * 1000);
  await server.kill();
  await posting;
  const db = openDb(databaseUrl);
  try {
    const whole = new Set(await listWhole(databaseUrl));
    const [{ torn } = { torn: NaN }] = await query<{ torn: number }>(db, `SELECT COUNT(*) AS torn FROM (${TORN}) AS t`);
    const { differences } = await checkCounts(db, { repair: false });
    const missing = answered.filter((token) => !whole.has(token)).length;
    return { answered: answered.length, missing, torn, miscounted: differences.length };
  } finally {
    await db.destroy();
  }
}

const WHOLE = `SELECT token FROM actions JOIN supporters ON supporters.id = supporter_id
  JOIN letters ON letters.action_id = actions.id JOIN deliveries ON deliveries.letter_id = letters.id
 GROUP BY actions.id, token HAVING COUNT(*) = ${LETTERS_PER_ACTION}`;

const TORN = `SELECT actions.id FROM actions LEFT JOIN letters ON letters.action_id = actions.id
  LEFT JOIN deliveries ON deliveries.letter_id = letters.id
 GROUP BY actions.id HAVING COUNT(deliveries.id) <> ${LETTERS_PER_ACTION}`;

async function listWhole(databaseUrl: string): Promise<string[]> {
  const db = openDb(databaseUrl);
  const rows = await query<{ token: string }>(db, WHOLE);
  await db.destroy();
  return rows.map(({ token }) => token);
}

async function postUntilDead(options: KillOptions, take: (token: string) => void): Promise<void> {
  const { server, connections } = options;
  const people = createPeople(SECRET);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const stand = async (isForm: boolean): Promise<void> => {
    for (;;) {
      const path = isForm ? `/c/${CAMPAIGN}` : `/api/v1/campaigns/${CAMPAIGN}/actions`;
      const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json';
      const answer = await post(`${server.url}${path}`, { agent, type, body: isForm ? people.form() : people.json() });
      if (!answer) return;
      if (answer.token !== undefined) take(answer.token);
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, number) => stand(number % 2 === 0)));
  agent.destroy();
}

type Posting = { readonly agent: Agent; readonly type: string; readonly body: string };

/** The receipt's token of an action that was taken, as soon as its status line is there; undefined when nobody answers. */
function post(
  url: string,
  { agent, type, body }: Posting,
): Promise<{ readonly token: string | undefined } | undefined> {
  return new Promise((resolve) => {
    const headers = { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) };
    const asked = request(url, { agent, method: 'POST', headers }, (response) => {
      const isTaken = response.statusCode === 303 || response.statusCode === 201;
      const token = isTaken ? /\/r\/([\w-]+)$/.exec(response.headers.location ?? '')?.[1] : undefined;
      response.resume();
      response.once('close', () => resolve({ token }));
    });
    asked.once('error', () => resolve(undefined));
    asked.end(body);
  });
}
