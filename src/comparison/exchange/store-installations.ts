import { query, type Db } from '../../platform/db.js';
import { touchCoalitions } from '../../partners/index.js';

/** What another installation published last. */
export type Installation = {
  readonly installationId: string;
  readonly name: string;
  readonly publicKey: string;
  readonly publishedAt: number;
  readonly mergedAt: number;
};

const COLUMNS = `installation_id AS "installationId", name, public_key AS "publicKey", published_at AS "publishedAt",
                 merged_at AS "mergedAt"`;

export function listInstallations(db: Db, coalitionId: string): Promise<Installation[]> {
  return query(
    db,
    `SELECT ${COLUMNS} FROM coalition_installations WHERE coalition_id = ? ORDER BY name, installation_id`,
    [coalitionId],
  );
}

/** The bodies of the newest files, JSON. */
export function listBodies(db: Db, coalitionId: string): Promise<{ readonly body: string }[]> {
  return query(db, 'SELECT body FROM coalition_installations WHERE coalition_id = ? ORDER BY name, installation_id', [
    coalitionId,
  ]);
}

/** Puts a file in the place of the one before; false where a newer one came in between. */
export async function putInstallation(
  trx: Db,
  coalitionId: string,
  one: Installation & { readonly body: string },
): Promise<boolean> {
  const rows = await query(
    trx,
    `INSERT INTO coalition_installations (coalition_id, installation_id, name, public_key, published_at, merged_at, body)
     VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (coalition_id, installation_id) DO UPDATE
       SET name = excluded.name, published_at = excluded.published_at, merged_at = excluded.merged_at, body = excluded.body
       WHERE coalition_installations.published_at < excluded.published_at
     RETURNING installation_id`,
    [coalitionId, one.installationId, one.name, one.publicKey, one.publishedAt, one.mergedAt, one.body],
  );
  await touchCoalitions(trx);
  return rows.length > 0;
}

/** Takes an installation's numbers away; false where there are none. */
export async function deleteInstallation(trx: Db, coalitionId: string, name: string): Promise<boolean> {
  const deleted = await trx('coalition_installations').where({ coalition_id: coalitionId, name }).delete();
  await touchCoalitions(trx);
  return deleted > 0;
}

/** The sketches that were made last, as texts by group; `all` is everybody. */
export function listSketches(
  db: Db,
  coalitionId: string,
): Promise<{ readonly broughtBy: string; readonly sketch: string; readonly madeAt: number }[]> {
  return query(
    db,
    `SELECT brought_by AS "broughtBy", sketch, made_at AS "madeAt" FROM coalition_sketches WHERE coalition_id = ?`,
    [coalitionId],
  );
}

/** Keeps a coalition's sketches in the place of those before. */
export async function replaceSketches(
  trx: Db,
  coalitionId: string,
  { sketches, madeAt }: { readonly sketches: ReadonlyMap<string, string>; readonly madeAt: number },
): Promise<void> {
  await trx('coalition_sketches').where({ coalition_id: coalitionId }).delete();
  for (const [broughtBy, sketch] of sketches)
    await trx('coalition_sketches').insert({
      coalition_id: coalitionId,
      brought_by: broughtBy,
      sketch,
      made_at: madeAt,
    });
}
