import type { DeliveryState } from '../counts/index.js';
import { query, type Db } from '../platform/db.js';
import type { ChannelName, Delivery, Hold, WaitsFor } from './delivery.js';
import { DELIVERY_COLUMNS } from './store.js';

/** Which deliveries are meant; what is left out or empty does not matter. */
export type DeliveryFilter = {
  /** The campaign's short name. */
  readonly campaign?: string | undefined;
  readonly office?: string | undefined;
  readonly channel?: ChannelName | undefined;
  readonly source?: string | undefined;
  readonly domain?: string | undefined;
  readonly states?: readonly DeliveryState[];
  readonly hold?: Hold | undefined;
  readonly waitsFor?: WaitsFor | undefined;
  /** A part of the reason, in any case. */
  readonly reason?: string | undefined;
  /** In their state since this moment or a later one. */
  readonly since?: number | undefined;
  /** In their state since before this moment. */
  readonly before?: number | undefined;
  readonly ids?: readonly string[];
  /** Not those held for one of these. */
  readonly notHeldFor?: readonly Hold[];
  /** Of those with an unknown outcome only the ones that have it since before this moment. */
  readonly unknownBefore?: number | undefined;
};

/** A delivery with its campaign's short name. */
export type ListedDelivery = Delivery & { readonly campaign: string };

const TABLES = 'deliveries JOIN campaigns ON campaigns.id = deliveries.campaign_id';

/** Deliveries that a filter finds, newest first. */
export function listDeliveries(db: Db, filter: DeliveryFilter, limit: number): Promise<ListedDelivery[]> {
  const { sql, bindings } = where(filter);
  return query(
    db,
    `SELECT ${DELIVERY_COLUMNS}, campaigns.slug AS campaign FROM ${TABLES} ${sql} ORDER BY deliveries.id DESC LIMIT ?`,
    [...bindings, limit],
  );
}

/** How many deliveries a filter finds. */
export async function countDeliveries(db: Db, filter: DeliveryFilter): Promise<number> {
  const { sql, bindings } = where(filter);
  const rows = await query<{ letters: number }>(db, `SELECT COUNT(*) AS letters FROM ${TABLES} ${sql}`, bindings);
  return rows[0]?.letters ?? 0;
}

type Binding = string | number;
type Condition = { readonly sql: string; readonly bindings: readonly Binding[] };

function where(filter: DeliveryFilter): Condition {
  const conditions = [
    isOneOf('campaigns.slug', filter.campaign),
    isOneOf('deliveries.office_id', filter.office),
    isOneOf('deliveries.channel', filter.channel),
    isOneOf('deliveries.source', filter.source),
    isOneOf('deliveries.domain', filter.domain?.toLowerCase()),
    isOneOf('deliveries.state', filter.states),
    isOneOf('deliveries.hold', filter.hold),
    isOneOf('deliveries.waits_for', filter.waitsFor),
    isOneOf('deliveries.id', filter.ids),
    isNot(isOneOf("COALESCE(deliveries.hold, '')", filter.notHeldFor)),
    compared("LOWER(deliveries.reason) LIKE LOWER(?) ESCAPE '!'", contains(filter.reason)),
    compared('deliveries.state_at >= ?', filter.since),
    compared('deliveries.state_at < ?', filter.before),
    compared("(deliveries.state <> 'unknown' OR deliveries.state_at < ?)", filter.unknownBefore),
  ].filter((condition) => condition !== undefined);
  return {
    sql: conditions.length > 0 ? `WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}` : '',
    bindings: conditions.flatMap(({ bindings }) => bindings),
  };
}

function isOneOf(column: string, wanted: string | readonly string[] | undefined): Condition | undefined {
  const values = wanted === undefined ? [] : [wanted].flat();
  if (values.length === 0) return undefined;
  return { sql: `${column} IN (${values.map(() => '?').join(', ')})`, bindings: values };
}

function isNot(condition: Condition | undefined): Condition | undefined {
  return condition && { ...condition, sql: `NOT ${condition.sql}` };
}

function compared(sql: string, value: Binding | undefined): Condition | undefined {
  return value === undefined ? undefined : { sql, bindings: [value] };
}

/** A pattern for LIKE that finds a text anywhere, taken as it is. */
function contains(text: string | undefined): string | undefined {
  return text === undefined ? undefined : `%${text.replace(/[!%_]/g, '!$&')}%`;
}
