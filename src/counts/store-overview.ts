import { query, type Db } from '../platform/db.js';
import type { DeliveryState } from './terms.js';

/** What the list of campaigns shows of one. */
export type CampaignFigures = {
  readonly people: number;
  /** Letters of `people`, wherever they are; `states` has those of suspected people too. */
  readonly letters: number;
  /** People whom no reviewer let go; none of their letters need be waiting. */
  readonly suspected: number;
  readonly states: Readonly<Partial<Record<DeliveryState, number>>>;
  /** People by day. */
  readonly days: ReadonlyMap<string, number>;
};

/** The figures of some campaigns by id, with their days from one on: three queries, however many campaigns there are. */
export async function readFigures(
  db: Db,
  campaignIds: readonly string[],
  since: string,
): Promise<ReadonlyMap<string, CampaignFigures>> {
  if (campaignIds.length === 0) return new Map();
  const marks = campaignIds.map(() => '?').join(', ');
  const people = await query<{ id: string; people: number; letters: number; suspected: number }>(
    db,
    `SELECT campaign_id AS id, SUM(actions) AS people, SUM(letters) AS letters, SUM(suspected) AS suspected FROM action_counts
      WHERE campaign_id IN (${marks}) GROUP BY campaign_id`,
    campaignIds,
  );
  const states = await query<{ id: string; state: DeliveryState; letters: number }>(
    db,
    `SELECT campaign_id AS id, state, SUM(letters) AS letters FROM office_counts
      WHERE campaign_id IN (${marks}) GROUP BY campaign_id, state`,
    campaignIds,
  );
  const days = await query<{ id: string; day: string; people: number }>(
    db,
    `SELECT campaign_id AS id, day, SUM(actions) AS people FROM action_counts
      WHERE campaign_id IN (${marks}) AND day >= ? GROUP BY campaign_id, day`,
    [...campaignIds, since],
  );
  return new Map(
    campaignIds.map((id) => [
      id,
      {
        people: people.find((row) => row.id === id)?.people ?? 0,
        letters: people.find((row) => row.id === id)?.letters ?? 0,
        suspected: people.find((row) => row.id === id)?.suspected ?? 0,
        states: Object.fromEntries(states.filter((row) => row.id === id).map((row) => [row.state, row.letters])),
        days: new Map(days.filter((row) => row.id === id).map((row) => [row.day, row.people])),
      },
    ]),
  );
}
