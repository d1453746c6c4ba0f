import type { DeliveryState } from '../counts/index.js';
import { query, records, type Db } from '../platform/db.js';

/** One change of a delivery's state. */
export type DeliveryEvent = {
  readonly deliveryId: string;
  readonly at: number;
  readonly from: DeliveryState;
  readonly to: DeliveryState;
  /** Who did it: `worker`, `sweep`, `bounce`, `organizer`, `reviewer`, `supporter`. */
  readonly actor: string;
  /** Why, in words; people's reasons are for organizers only. */
  readonly reason: string;
  /** What a server answered, as it did, cut to 500 characters. */
  readonly answer: string | null;
};

/** All that happened to deliveries, the oldest first. */
export function listEvents(db: Db, deliveryIds: readonly string[]): Promise<DeliveryEvent[]> {
  const wanted = records(
    db,
    { id: 'text' },
    deliveryIds.map((id) => ({ id })),
  );
  return query(
    db,
    `SELECT delivery_id AS "deliveryId", at, from_state AS "from", to_state AS "to", actor, reason, answer
       FROM delivery_events JOIN ${wanted.sql} ON delivery_events.delivery_id = r.id ORDER BY at, delivery_events.id`,
    [wanted.binding],
  );
}

/** One try to send a letter. */
export type Attempt = {
  readonly startedAt: number;
  /** When the first byte of the letter left; null where none did. */
  readonly contentAt: number | null;
  readonly finishedAt: number | null;
  readonly outcome: string | null;
  readonly response: string | null;
  /** How far it got: connect, envelope, content, answered. */
  readonly phase: string | null;
};

/** All tries to send a letter, the first one first. */
export function listAttempts(db: Db, deliveryId: string): Promise<Attempt[]> {
  return query(
    db,
    `SELECT started_at AS "startedAt", content_at AS "contentAt", finished_at AS "finishedAt", outcome, response, phase
       FROM attempts WHERE delivery_id = ? ORDER BY fence`,
    [deliveryId],
  );
}
