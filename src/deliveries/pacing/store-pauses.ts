import { isPostgres, query, type Db } from '../../platform/db.js';

/** Something that sends nothing until it is resumed. */
export type Pause = {
  /** `all`, `campaign:ID`, `office:ID` or `letters:CAMPAIGN/OFFICE`. */
  readonly scope: string;
  readonly reason: string;
  readonly pausedAt: number;
};

/** A pause with the name that people know its campaign by; null where it is not one of a campaign. */
export type NamedPause = Pause & { readonly campaign: string | null };

export function listPauses(db: Db): Promise<NamedPause[]> {
  return query(
    db,
    `SELECT scope, reason, paused_at AS "pausedAt", slug AS campaign
       FROM pauses LEFT JOIN campaigns ON scope = 'campaign:' || campaigns.id ORDER BY paused_at, scope`,
  );
}

/** The scopes that are paused. */
export async function readPauses(db: Db): Promise<ReadonlySet<string>> {
  return new Set((await query<{ scope: string }>(db, 'SELECT scope FROM pauses')).map(({ scope }) => scope));
}

/**
 * The scopes that are paused, none of which is resumed before the transaction ends: a letter that is told to wait for a
 * pause just when it ends would be found by nobody for long.
 */
export async function holdPauses(trx: Db): Promise<ReadonlySet<string>> {
  const sql = `SELECT scope FROM pauses ORDER BY scope ${isPostgres(trx) ? 'FOR KEY SHARE' : ''}`;
  return new Set((await query<{ scope: string }>(trx, sql)).map(({ scope }) => scope));
}

/** Pauses a scope; answers false where it was paused already, whose reason then stays. */
export async function insertPause(trx: Db, { scope, reason, pausedAt }: Pause): Promise<boolean> {
  const rows = await query(
    trx,
    'INSERT INTO pauses (scope, reason, paused_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING scope',
    [scope, reason, pausedAt],
  );
  return rows.length > 0;
}

/** Resumes a scope: letters that waited for it are due again. Answers false where it was not paused. */
export async function deletePause(trx: Db, scope: string, now: number): Promise<boolean> {
  const rows = await query(trx, 'DELETE FROM pauses WHERE scope = ? RETURNING scope', [scope]);
  const { where, bindings } = lettersIn(scope);
  // Those that another pause covers too are found to be so when a worker looks at them.
  await trx.raw(
    `UPDATE deliveries SET due_at = ?, waits_for = NULL WHERE state = 'queued' AND waits_for = 'pause' ${where}`,
    [now, ...bindings],
  );
  return rows.length > 0;
}

function lettersIn(scope: string): { readonly where: string; readonly bindings: readonly string[] } {
  const [kind = '', id = ''] = scope.split(/:(.*)/s);
  if (kind === 'campaign') return { where: 'AND campaign_id = ?', bindings: [id] };
  if (kind === 'office') return { where: 'AND office_id = ?', bindings: [id] };
  if (kind !== 'letters') return { where: '', bindings: [] };
  const [campaign = '', office = ''] = id.split(/\/(.*)/s);
  return { where: 'AND campaign_id = ? AND office_id = ?', bindings: [campaign, office] };
}
