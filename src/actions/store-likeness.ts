import { bandsOf, readSignature, signatureText, type Signature } from '../letters/index.js';
import { idRecords, insertRecords, query, type Db } from '../platform/db.js';

/** What an action's supporter wrote, as far as its likeness to others goes. */
export type Signed = { readonly actionId: string; readonly campaignId: string; readonly signature: Signature };

/** An action about to be stored; one whose supporter wrote nothing of their own has no signature. */
type Signing = { readonly id: string; readonly campaignId: string; readonly signature?: Signature | undefined };

/** Keeps signatures, and puts them where near-copies are looked for. */
export async function insertSignatures(trx: Db, actions: readonly Signing[]): Promise<void> {
  const signed = actions.flatMap(({ id, campaignId, signature }) =>
    signature ? [{ actionId: id, campaignId, signature }] : [],
  );
  await insertRecords(
    trx,
    { table: 'text_signatures', columns: { action_id: 'text', signature: 'text' }, conflict: 'ON CONFLICT DO NOTHING' },
    signed.map(({ actionId, signature }) => ({ action_id: actionId, signature: signatureText(signature) })),
  );
  const columns = { campaign_id: 'text', band: 'text', action_id: 'text' } as const;
  await insertRecords(
    trx,
    { table: 'text_bands', columns, conflict: 'ON CONFLICT DO NOTHING' },
    signed.flatMap(({ actionId, campaignId, signature }) =>
      bandsOf(signature).map((band) => ({ campaign_id: campaignId, band, action_id: actionId })),
    ),
  );
}

/** Signatures by their actions. */
export async function readSignatures(db: Db, actionIds: readonly string[]): Promise<ReadonlyMap<string, Signature>> {
  const wanted = idRecords(db, actionIds);
  const rows = await query<{ id: string; signature: string }>(
    db,
    `SELECT action_id AS id, signature FROM ${wanted.sql} JOIN text_signatures ON action_id = r.id`,
    [wanted.binding],
  );
  return new Map(
    rows.flatMap(({ id, signature }) => {
      const read = readSignature(signature);
      return read ? [[id, read] as const] : [];
    }),
  );
}

/** Actions of a campaign whose texts may be near-copies of one, `limit` at the most, and their signatures. */
export async function findCandidates(
  db: Db,
  { campaignId, signature }: Omit<Signed, 'actionId'>,
  limit: number,
): Promise<ReadonlyMap<string, Signature>> {
  const bands = bandsOf(signature);
  const rows = await query<{ id: string }>(
    db,
    `SELECT DISTINCT action_id AS id FROM text_bands
      WHERE campaign_id = ? AND band IN (${bands.map(() => '?').join(', ')}) LIMIT ?`,
    [campaignId, ...bands, limit],
  );
  return readSignatures(
    db,
    rows.map(({ id }) => id),
  );
}

/** Takes actions out of the search for near-copies: they are decided about. */
export async function dropBands(trx: Db, actionIds: readonly string[]): Promise<void> {
  const done = idRecords(trx, actionIds);
  await trx.raw(`DELETE FROM text_bands WHERE action_id IN (SELECT r.id FROM ${done.sql})`, [done.binding]);
}

/** Forgets how alike actions' texts were to others, for people who are erased. */
export async function forgetLikeness(trx: Db, actionIds: readonly string[]): Promise<void> {
  await dropBands(trx, actionIds);
  const gone = idRecords(trx, actionIds);
  await trx.raw(`DELETE FROM text_signatures WHERE action_id IN (SELECT r.id FROM ${gone.sql})`, [gone.binding]);
}
