import { loadCampaignFolder } from '../../src/campaigns/index.js';
import type { Db } from '../../src/platform/db.js';
import { query } from '../../src/platform/db.js';
import { programPath } from '../../src/platform/paths.js';
import { CITY, createWorld, type World } from './world.js';
import { ana } from './world.js';

/** A world over an empty data base, with the campaign that needs no further data. */
export async function openCityWorld(db: Db, given: Parameters<typeof createWorld>[0] = {}): Promise<World> {
  const world = createWorld({ ...given, db });
  await loadCampaignFolder(world, programPath('campaigns', CITY));
  return world;
}

let people = 0;

/** Takes a letter to the mayor and answers its delivery's id. */
export async function takeLetter(world: World): Promise<string> {
  const supporter = { ...ana, email: `writer${++people}@supporter.example` };
  const offices = ['harbourview-city-council/mayor'];
  const response = await world.http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter, offices });
  if (response.status !== 201) throw new Error(`The letter was not taken: ${response.text}`);
  const { id } = response.body as { id: string };
  const rows = await query<{ id: string }>(
    world.db,
    'SELECT deliveries.id FROM deliveries JOIN letters ON letters.id = letter_id WHERE action_id = ?',
    [id],
  );
  return rows[0]?.id ?? '';
}

/** A delivery's row as it stands, with its events and tries. */
export async function historyOf(db: Db, id: string): Promise<History> {
  const [row] = await query<History['row']>(
    db,
    `SELECT state, state_at AS "stateAt", reason, due_at AS "dueAt", attempts, fence FROM deliveries WHERE id = ?`,
    [id],
  );
  if (!row) throw new Error(`There is no delivery ${id}.`);
  const events = await query<History['events'][number]>(
    db,
    `SELECT from_state AS "from", to_state AS "to", actor, reason, at FROM delivery_events WHERE delivery_id = ? ORDER BY id`,
    [id],
  );
  const tries = await query<History['tries'][number]>(
    db,
    `SELECT fence, content_at AS "contentAt", finished_at AS "finishedAt", outcome, response FROM attempts
      WHERE delivery_id = ? ORDER BY fence`,
    [id],
  );
  return { row, events, tries };
}

export type History = {
  readonly row: {
    readonly state: string;
    readonly stateAt: number;
    readonly reason: string | null;
    readonly dueAt: number;
    readonly attempts: number;
    readonly fence: number;
  };
  readonly events: readonly {
    readonly from: string;
    readonly to: string;
    readonly actor: string;
    readonly reason: string;
    readonly at: number;
  }[];
  readonly tries: readonly {
    readonly fence: number;
    readonly contentAt: number | null;
    readonly finishedAt: number | null;
    readonly outcome: string | null;
    readonly response: string | null;
  }[];
};
