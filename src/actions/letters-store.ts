import type { ChannelName, FailureReason, Hold, WaitsFor } from '../deliveries/index.js';
import type { DeliveryState } from '../counts/index.js';
import { query, records, type Db } from '../platform/db.js';
import type { Target } from '../targets/index.js';
import { insertTargets, JOIN_TARGETS, storedTarget } from './store-targets.js';

/** What a letter is made of, as it was stored with its action. */
export type LetterParts = {
  readonly letterId: string;
  readonly versionId: string;
  readonly target: Target;
  readonly email: string;
  readonly given_name: string;
  readonly family_name: string;
  readonly postal_code: string;
  readonly street: string | null;
  readonly locality: string | null;
  readonly region: string | null;
  readonly prefix: string | null;
  readonly phone: string | null;
  readonly divisions: readonly string[];
  readonly subject: string | null;
  readonly text: string | null;
  readonly ownWords: string | null;
  /** What stands behind `via` in From; null for the organization's name. */
  readonly senderName?: string | null;
  /** The variant of a test that the person was shown; '' for none. */
  readonly variant: string;
  /** Texts or the whole person were erased: the letter can no longer be rendered. */
  readonly isErased: boolean;
};

type PartsRow = Omit<LetterParts, 'target' | 'divisions' | 'isErased'> & {
  readonly target: string;
  readonly divisions: string;
  readonly signed: string | null;
  readonly erasedAt: number | null;
};

export async function listLetterParts(db: Db, letterIds: readonly string[]): Promise<LetterParts[]> {
  const wanted = records(
    db,
    { id: 'text' },
    letterIds.map((id) => ({ id })),
  );
  const rows = await query<PartsRow>(
    db,
    `SELECT letters.id AS "letterId", version_id AS "versionId", target, email, given_name, family_name, postal_code, street,
            locality, region, prefix, phone, divisions, subject, text, own_words AS "ownWords", actions.variant,
            sender_name AS "senderName", signed, COALESCE(texts_erased_at, erased_at) AS "erasedAt"
       FROM ${wanted.sql} JOIN letters ON letters.id = r.id ${JOIN_TARGETS}
       JOIN actions ON actions.id = letters.action_id
       JOIN supporters ON supporters.id = actions.supporter_id
       JOIN organizations ON organizations.id = supporters.organization_id`,
    [wanted.binding],
  );
  return rows.map(({ signed, erasedAt, ...row }) => ({
    ...row,
    // A letter that had left before its writer was corrected stays as it was.
    ...(signed === null ? {} : (JSON.parse(signed) as Partial<LetterParts>)),
    target: JSON.parse(row.target) as Target,
    divisions: JSON.parse(row.divisions) as string[],
    isErased: erasedAt !== null,
  }));
}

/** Whom letters are for, by the letters' ids. */
export async function listLetterTargets(db: Db, letterIds: readonly string[]): Promise<ReadonlyMap<string, Target>> {
  const wanted = records(
    db,
    { id: 'text' },
    letterIds.map((id) => ({ id })),
  );
  const rows = await query<{ id: string; target: string }>(
    db,
    `SELECT letters.id, target FROM ${wanted.sql} JOIN letters ON letters.id = r.id ${JOIN_TARGETS}`,
    [wanted.binding],
  );
  return new Map(rows.map(({ id, target }) => [id, JSON.parse(target) as Target]));
}

/** Puts other addresses of the same people into letters. */
export async function updateLetterEmails(
  trx: Db,
  letters: readonly { readonly letterId: string; readonly email: string }[],
): Promise<void> {
  const ids = letters.map(({ letterId }) => letterId);
  const targets = await listLetterTargets(trx, ids);
  const changed = letters.flatMap(({ letterId, email }) => {
    const target = targets.get(letterId);
    return target ? [{ id: letterId, target: { ...target, email } }] : [];
  });
  await insertTargets(
    trx,
    changed.map(({ target }) => target),
  );
  const rows = changed.map(({ id, target }) => ({ id, target_id: storedTarget(target).id }));
  const wanted = records(trx, { id: 'text', target_id: 'text' }, rows);
  await trx.raw(`UPDATE letters SET target_id = r.target_id FROM ${wanted.sql} WHERE letters.id = r.id`, [
    wanted.binding,
  ]);
}

/** What a supporter says: the office answered, or it did not. */
export type Answer = 'yes' | 'no';

/** One letter of an action with where it stands. */
export type LetterStanding = {
  readonly letterId: string;
  readonly deliveryId: string;
  readonly target: Target;
  readonly channel: ChannelName;
  readonly state: DeliveryState;
  readonly hold: Hold | null;
  readonly waitsFor: WaitsFor | null;
  readonly stateAt: number;
  readonly dueAt: number;
  readonly reason: string | null;
  readonly attempts: number;
  readonly saidSentAt: number | null;
  /** When its supporter was told that it failed. */
  readonly toldAt: number | null;
  /** Whether the office answered, as its supporter says. */
  readonly answer: Answer | null;
  readonly saidFailedAt: number | null;
  readonly saidFailedWhy: FailureReason | null;
  /** At some try the connection broke behind the content, so that a copy may have arrived. */
  readonly mayHaveArrived: boolean;
};

type StandingRow = Omit<LetterStanding, 'target' | 'mayHaveArrived'> & {
  readonly target: string;
  readonly timesUnknown: number;
};

export async function listLetterStandings(db: Db, actionId: string): Promise<LetterStanding[]> {
  const rows = await query<StandingRow>(
    db,
    `SELECT letters.id AS "letterId", deliveries.id AS "deliveryId", target, channel, state, hold, waits_for AS "waitsFor",
            state_at AS "stateAt", due_at AS "dueAt", reason, attempts, said_sent_at AS "saidSentAt",
            said_failed_at AS "saidFailedAt", said_failed_why AS "saidFailedWhy",
            told_at AS "toldAt", (SELECT answer FROM answers WHERE answers.letter_id = letters.id) AS answer,
            (SELECT COUNT(*) FROM delivery_events WHERE delivery_id = deliveries.id AND to_state = 'unknown') AS "timesUnknown"
       FROM letters ${JOIN_TARGETS} JOIN deliveries ON deliveries.letter_id = letters.id
      WHERE action_id = ? ORDER BY letters.id`,
    [actionId],
  );
  return rows.map(({ timesUnknown, ...row }) => ({
    ...row,
    target: JSON.parse(row.target) as Target,
    mayHaveArrived: timesUnknown > 0,
  }));
}
