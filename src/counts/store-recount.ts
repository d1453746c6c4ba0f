import { layerOf } from '../divisions/index.js';
import { isPostgres, query, type Db } from '../platform/db.js';
import type { Change, CountRows, DivisionCount } from './counts.js';
import {
  columnOf,
  countTables,
  recountedKinds,
  type CountKind,
  type CountTable,
  type RecountedKind,
} from './tables.js';

/**
 * Keeps rows and counters still until the transaction ends: whoever changes rows changes counters in the same
 * transaction, so holding the counters holds both. The tables are locked in the order in which they are changed, or each
 * would wait for the other. On SQLite a writing transaction is alone anyway.
 */
export async function holdCounts(trx: Db): Promise<void> {
  const names = recountedKinds.map((kind) => countTables[kind].name).join(', ');
  if (isPostgres(trx)) await trx.raw(`LOCK TABLE ${names} IN EXCLUSIVE MODE`);
}

/** The counters as they stand. */
export function listCounts<Kind extends CountKind>(trx: Db, kind: Kind): Promise<CountRows[Kind][]> {
  const { name, keys, measures }: CountTable = countTables[kind];
  const columns = [...Object.keys(keys), ...measures].map((cell) => `${columnOf(cell)} AS "${cell}"`);
  return query(trx, `SELECT ${columns.join(', ')} FROM ${name}`);
}

/** Drops the counters of a table that count nothing. */
export async function deleteEmptyCounts(trx: Db, kind: CountKind): Promise<void> {
  const { name, measures }: CountTable = countTables[kind];
  await trx.raw(`DELETE FROM ${name} WHERE ${measures.map((cell) => `${columnOf(cell)} = 0`).join(' AND ')}`);
}

/** Counts the rows. Nothing is read that is emptied when a person is erased: no name, address or text. */
export async function recount<Kind extends RecountedKind>(trx: Db, kind: Kind): Promise<Change<Kind>[]> {
  const rows = await query<Change<Kind>>(trx, recountSql(trx)[kind]);
  return kind === 'divisions' || kind === 'areas' ? rows.flatMap((row) => withLayer(row)) : rows;
}

/** The whole country is nobody's district. */
function withLayer<Row extends object>(row: Row): Row[] {
  const layer = layerOf((row as unknown as DivisionCount).division);
  return layer === undefined || layer === 'country' ? [] : [{ ...row, layer }];
}

/**
 * Whether an action is counted: it is not suspected, or a reviewer let it go. Its letters are counted in any case, by where
 * they are.
 */
export function isCountedSql(actions: string): string {
  return `(${actions}.suspicions IS NULL OR ${actions}.cleared_at IS NOT NULL)`;
}

const IS_COUNTED = isCountedSql('actions');
const COUNTED = `CASE WHEN ${IS_COUNTED} THEN 1 ELSE 0 END`;

// Each kind of row by itself: PostgreSQL would look through all letters for each action where it has no statistics yet.
const ACTIONS = `
  SELECT campaign_id AS "campaignId", day, source, SUM(actions) AS actions, SUM(own_words) AS "ownWords",
         SUM(is_first) AS "newPeople", SUM(must_confirm) AS "toConfirm", SUM(confirmed) AS confirmed,
         SUM(suspected) AS suspected, SUM(opt_ins) AS "optIns", SUM(letters) AS letters
    FROM (SELECT campaign_id, day, source, SUM(${COUNTED}) AS actions, SUM(${COUNTED} * has_own_words) AS own_words,
                 SUM(${COUNTED} * is_first) AS is_first, SUM(${COUNTED} * must_confirm) AS must_confirm,
                 COUNT(CASE WHEN ${IS_COUNTED} AND must_confirm = 1 THEN confirmed_at END) AS confirmed,
                 SUM(1 - ${COUNTED}) AS suspected, 0 AS opt_ins, 0 AS letters
            FROM actions GROUP BY campaign_id, day, source
           UNION ALL
          SELECT campaign_id, day, source, 0, 0, 0, 0, 0, 0, COUNT(*), 0
            FROM consents JOIN actions ON actions.id = action_id WHERE ${IS_COUNTED} GROUP BY campaign_id, day, source
           UNION ALL
          SELECT actions.campaign_id, day, actions.source, 0, 0, 0, 0, 0, 0, 0, COUNT(*)
            FROM deliveries JOIN letters ON letters.id = letter_id JOIN actions ON actions.id = action_id
           WHERE ${IS_COUNTED} GROUP BY actions.campaign_id, day, actions.source) AS kinds
   GROUP BY campaign_id, day, source`;

const LETTERS = `
  SELECT campaign_id AS "campaignId", office_id AS "officeId", source, state, COUNT(*) AS letters,
         COUNT(said_sent_at) AS "saidSent", COUNT(said_failed_at) AS "saidFailed"
    FROM deliveries GROUP BY campaign_id, office_id, source, state`;

const OFFICES = `
  SELECT campaign_id AS "campaignId", office_id AS "officeId", state, COUNT(*) AS letters,
         COUNT(said_sent_at) AS "saidSent", COUNT(said_failed_at) AS "saidFailed"
    FROM deliveries GROUP BY campaign_id, office_id, state`;

const SOURCES = `
  SELECT campaign_id AS "campaignId", source, state, COUNT(*) AS letters,
         COUNT(said_sent_at) AS "saidSent", COUNT(said_failed_at) AS "saidFailed"
    FROM deliveries GROUP BY campaign_id, source, state`;

const HOURS = `
  SELECT campaign_id AS "campaignId", created_at - created_at % 3600000 AS "hourAt", COUNT(*) AS actions
    FROM actions WHERE ${IS_COUNTED} GROUP BY campaign_id, created_at - created_at % 3600000`;

const VARIANTS = `
  SELECT campaign_id AS "campaignId", variant, COUNT(*) AS actions, SUM(has_own_words) AS "ownWords"
    FROM actions WHERE variant <> '' AND ${IS_COUNTED} GROUP BY campaign_id, variant`;

const PLACES = `
  SELECT deliveries.campaign_id AS "campaignId", deliveries.office_id AS "officeId", postal_area AS area,
         COUNT(*) AS letters, SUM(has_own_words) AS "ownWords"
    FROM deliveries JOIN letters ON letters.id = deliveries.letter_id JOIN actions ON actions.id = letters.action_id
   WHERE ${IS_COUNTED} GROUP BY deliveries.campaign_id, deliveries.office_id, postal_area`;

const CONSENTS = `
  SELECT partner_id AS "partnerId", campaign_id AS "campaignId", day, SUM(${COUNTED}) AS "optIns",
         COUNT(CASE WHEN ${IS_COUNTED} THEN withdrawn_at END) AS withdrawn, SUM(1 - ${COUNTED}) AS suspected
    FROM consents JOIN actions ON actions.id = action_id WHERE partner_id IS NOT NULL
   GROUP BY partner_id, campaign_id, day`;

function recountSql(db: Db): Readonly<Record<RecountedKind, string>> {
  const each = isPostgres(db) ? 'json_array_elements_text(CAST(divisions AS json))' : 'json_each(divisions)';
  const root = rootSql(db, 'source');
  const divisions = `
  SELECT campaign_id AS "campaignId", ${root} AS source, each_one.value AS division, COUNT(*) AS actions,
         SUM(has_own_words) AS "ownWords"
    FROM actions CROSS JOIN ${each} AS each_one WHERE ${IS_COUNTED} GROUP BY campaign_id, ${root}, each_one.value`;
  const areas = `
  SELECT campaign_id AS "campaignId", each_one.value AS division, COUNT(*) AS actions, SUM(has_own_words) AS "ownWords"
    FROM actions CROSS JOIN ${each} AS each_one WHERE ${IS_COUNTED} GROUP BY campaign_id, each_one.value`;
  return {
    ...{ letters: LETTERS, offices: OFFICES, sources: SOURCES, actions: ACTIONS, hours: HOURS },
    ...{ divisions, areas, variants: VARIANTS, places: PLACES, consents: CONSENTS },
  };
}

/** `rootOf` of a column of source codes, as SQL. */
export function rootSql(db: Db, column: string): string {
  return isPostgres(db)
    ? `SPLIT_PART(${column}, '.', 1)`
    : `CASE WHEN ${column} LIKE '%.%' THEN SUBSTR(${column}, 1, INSTR(${column}, '.') - 1) ELSE ${column} END`;
}
