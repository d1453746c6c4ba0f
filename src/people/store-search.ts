import { query, records, type Db } from '../platform/db.js';
import { lookupForms, privateTextOf } from '../platform/private-columns.js';

/** Whom to find; what is left out does not matter. Conditions on actions hold for one and the same action. */
export type PeopleQuery = {
  readonly organizationId: string;
  /** Canonical, exact. */
  readonly emailKey?: string | undefined;
  /** The beginning of a name from either end, as `searchText` makes it. */
  readonly name?: string | undefined;
  /** As `postalKey` makes it. */
  readonly postal?: string | undefined;
  readonly campaignId?: string | undefined;
  readonly source?: string | undefined;
  /** Acted at this moment or later. */
  readonly since?: number | undefined;
  readonly before?: number | undefined;
  /** Confirmed their address, or were to and have not. */
  readonly isConfirmed?: boolean | undefined;
  /** Agreed to hear from this organization. */
  readonly optedInTo?: { readonly slug: string; readonly isOwn: boolean } | undefined;
};

/** Where a page ended: the values of the index that was gone along. */
export type Cursor = readonly [string | number, string];

type Candidate = { readonly id: string; readonly cursor: Cursor };
type Row = { readonly id: string; readonly k1: string | number; readonly k2: string };

type Search = {
  readonly asked: PeopleQuery;
  readonly after: Cursor | undefined;
  readonly limits: { readonly found: number; readonly looked: number };
};

/**
 * Those who fit among the next people of one index, in its order; `end` is where looking stopped, undefined where the
 * index was at its end.
 */
export async function listCandidates(
  db: Db,
  { asked, after, limits }: Search,
): Promise<{ readonly found: readonly Candidate[]; readonly end: Cursor | undefined }> {
  const along = indexFor(db, asked, after);
  const some = `${along.sql} LIMIT ?`;
  const conditions = conditionsOn(db, asked);
  const rows = await query<Row>(
    db,
    `SELECT c.id, c.k1, c.k2 FROM (${some}) AS c JOIN supporters ON supporters.id = c.id
      WHERE supporters.organization_id = ? AND erased_at IS NULL ${conditions.sql}
      ORDER BY c.k1 ${along.order}, c.k2 ${along.order} LIMIT ?`,
    [...along.bindings, limits.looked, asked.organizationId, ...conditions.bindings, limits.found],
  );
  const found = rows.map(({ id, k1, k2 }): Candidate => ({ id, cursor: [k1, k2] }));
  if (found.length >= limits.found) return { found, end: undefined };
  const [last] = await query<Row>(db, `${some} OFFSET ?`, [...along.bindings, 1, limits.looked - 1]);
  return { found, end: last && [last.k1, last.k2] };
}

type Binding = string | number;
type Part = { readonly sql: string; readonly bindings: readonly Binding[] };
type Along = Part & { readonly order: 'ASC' | 'DESC' };

/** No text begins with a prefix and sorts behind this one. */
const LAST_CHARACTER = '\u{10ffff}';

/** The index that leaves the fewest people to look through. */
function indexFor(db: Db, asked: PeopleQuery, after: Cursor | undefined): Along {
  if (asked.emailKey !== undefined) {
    const forms = formsOf(db, 'email_key', asked.emailKey);
    const sql = `SELECT id, id AS k1, id AS k2 FROM supporters WHERE organization_id = ? AND ${forms.sql}`;
    return { sql, bindings: [asked.organizationId, ...forms.bindings], order: 'ASC' };
  }
  const key = asked.name ?? asked.postal;
  if (privateTextOf(db) && key !== undefined) {
    const kind = asked.name === undefined ? 'postal' : 'name';
    return keysAlike({ organizationId: asked.organizationId, kind, forms: formsOf(db, 'key', key) }, after);
  }
  if (asked.name !== undefined) return keysFrom(asked, after, { kind: 'name', to: asked.name + LAST_CHARACTER });
  if (asked.postal !== undefined) return keysFrom(asked, after, { kind: 'postal', to: asked.postal });
  if (asked.campaignId !== undefined) return actionsOf(asked, asked.campaignId, after);
  const optedIn = asked.optedInTo?.isOwn ? 'AND opted_in_at IS NOT NULL' : '';
  return {
    sql: `SELECT id, id AS k1, id AS k2 FROM supporters
           WHERE organization_id = ? AND erased_at IS NULL ${optedIn} ${after ? 'AND id < ?' : ''} ORDER BY id DESC`,
    bindings: [asked.organizationId, ...(after ? [after[1]] : [])],
    order: 'DESC',
  };
}

function keysFrom(
  asked: PeopleQuery,
  after: Cursor | undefined,
  { kind, to }: { readonly kind: 'name' | 'postal'; readonly to: string },
): Along {
  const from = (kind === 'name' ? asked.name : asked.postal) ?? '';
  return {
    sql: `SELECT supporter_id AS id, key AS k1, supporter_id AS k2 FROM supporter_keys
           WHERE organization_id = ? AND kind = ? AND key >= ? AND key <= ?
             ${after ? 'AND (key, supporter_id) > (?, ?)' : ''} ORDER BY key, supporter_id`,
    bindings: [asked.organizationId, kind, from, to, ...(after ? [String(after[0]), after[1]] : [])],
    order: 'ASC',
  };
}

/** Where keys are encrypted they have no order: only a whole name is found. */
function keysAlike(
  { organizationId, kind, forms }: { readonly organizationId: string; readonly kind: string; readonly forms: Part },
  after: Cursor | undefined,
): Along {
  return {
    sql: `SELECT DISTINCT supporter_id AS id, supporter_id AS k1, supporter_id AS k2 FROM supporter_keys
           WHERE organization_id = ? AND kind = ? AND ${forms.sql} ${after ? 'AND supporter_id > ?' : ''}
           ORDER BY supporter_id`,
    bindings: [organizationId, kind, ...forms.bindings, ...(after ? [after[1]] : [])],
    order: 'ASC',
  };
}

/** A condition that finds a text however it is stored. */
function formsOf(db: Db, column: string, text: string): Part {
  const forms = lookupForms(db, text);
  return { sql: `${column} IN (${forms.map(() => '?').join(', ')})`, bindings: forms };
}

/** A campaign's actions, newest first; each person has one there. */
function actionsOf(asked: PeopleQuery, campaignId: string, after: Cursor | undefined): Along {
  const range = rangeOf('actions', asked);
  const source =
    asked.source === undefined ? { sql: '', bindings: [] } : { sql: 'AND source = ?', bindings: [asked.source] };
  const rest = after
    ? { sql: 'AND (created_at, id) < (CAST(? AS bigint), ?)', bindings: [Number(after[0]), after[1]] }
    : { sql: '', bindings: [] };
  return {
    sql: `SELECT supporter_id AS id, created_at AS k1, id AS k2 FROM actions
           WHERE campaign_id = ? ${source.sql} ${range.sql} ${rest.sql} ORDER BY created_at DESC, id DESC`,
    bindings: [campaignId, ...source.bindings, ...range.bindings, ...rest.bindings],
    order: 'DESC',
  };
}

function rangeOf(table: string, { since, before }: PeopleQuery): Part {
  const sql = [
    since === undefined ? '' : `AND ${table}.created_at >= ?`,
    before === undefined ? '' : `AND ${table}.created_at < ?`,
  ].join(' ');
  return { sql, bindings: [since, before].filter((moment) => moment !== undefined) };
}

/** All else that was asked for, of one supporter: each is looked up by itself, so that nothing is read whole. */
function conditionsOn(db: Db, asked: PeopleQuery): Part {
  const parts: Part[] = [];
  if (asked.postal !== undefined && (asked.name !== undefined || asked.emailKey !== undefined)) {
    parts.push(keyCondition('postal', formsOf(db, 'key', asked.postal)));
  }
  if (asked.name !== undefined && asked.emailKey !== undefined) {
    const begins = { sql: 'key >= ? AND key <= ?', bindings: [asked.name, asked.name + LAST_CHARACTER] };
    parts.push(keyCondition('name', privateTextOf(db) ? formsOf(db, 'key', asked.name) : begins));
  }
  if (asked.optedInTo?.isOwn) parts.push({ sql: 'supporters.opted_in_at IS NOT NULL', bindings: [] });
  const action = actionConditions(asked);
  if (action) parts.push(action);
  return { sql: parts.map(({ sql }) => `AND ${sql}`).join(' '), bindings: parts.flatMap(({ bindings }) => bindings) };
}

function keyCondition(kind: 'name' | 'postal', { sql, bindings }: Part): Part {
  const own = `supporter_keys.supporter_id = c.id AND kind = '${kind}'`;
  return { sql: `(SELECT 1 FROM supporter_keys WHERE ${own} AND ${sql} LIMIT 1) = 1`, bindings };
}

function actionConditions(asked: PeopleQuery): Part | undefined {
  const range = rangeOf('actions', asked);
  const consent = asked.optedInTo?.isOwn === false ? [asked.optedInTo.slug] : [];
  const sql = [
    ...(asked.campaignId === undefined ? [] : ['AND actions.campaign_id = ?']),
    ...(asked.source === undefined ? [] : ['AND actions.source = ?']),
    range.sql,
    ...(asked.isConfirmed === undefined ? [] : [CONFIRMED[asked.isConfirmed ? 'yes' : 'no']]),
    ...consent.map(
      () => `AND EXISTS (SELECT 1 FROM consents WHERE consents.action_id = actions.id AND consents.organization = ?)`,
    ),
  ].join(' ');
  if (sql.trim() === '') return undefined;
  const given = [asked.campaignId, asked.source].filter((value) => value !== undefined);
  return {
    // With a limit PostgreSQL looks it up for each person, and does not read all actions to join them.
    sql: `(SELECT 1 FROM actions WHERE actions.supporter_id = c.id ${sql} LIMIT 1) = 1`,
    bindings: [...given, ...range.bindings, ...consent],
  };
}

const CONFIRMED = {
  yes: 'AND actions.confirmed_at IS NOT NULL',
  no: 'AND actions.must_confirm = 1 AND actions.confirmed_at IS NULL',
} as const;

/** A person in a list, as they introduced themselves the last time. */
export type FoundPerson = {
  readonly id: string;
  readonly email: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly postalCode: string;
  readonly optedInAt: number | null;
  readonly actedAt: number;
  readonly campaignId: string;
  readonly source: string;
};

/** The people with these ids, in that order. */
export async function findFoundPeople(db: Db, ids: readonly string[]): Promise<FoundPerson[]> {
  const wanted = records(
    db,
    { id: 'text' },
    ids.map((id) => ({ id })),
  );
  const rows = await query<FoundPerson>(
    db,
    `SELECT supporters.id, email, given_name AS "givenName", family_name AS "familyName", postal_code AS "postalCode",
            opted_in_at AS "optedInAt", actions.created_at AS "actedAt", campaign_id AS "campaignId", source
       FROM ${wanted.sql} JOIN supporters ON supporters.id = r.id
       JOIN actions ON actions.id = (SELECT id FROM actions WHERE supporter_id = r.id ORDER BY created_at DESC, id DESC LIMIT 1)`,
    [wanted.binding],
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
