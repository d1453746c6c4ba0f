import { insertRecords, isPostgres, type Db } from '../../src/platform/db.js';
import { placesOfPeople } from './places.js';

/** What a run of generated rows belongs to. */
export type Run = {
  readonly campaignId: string;
  readonly versionId: string;
  readonly organizationId: string;
  readonly actions: number;
  /** Set before the numbers of ids, so that runs do not meet: a, b. */
  readonly mark: string;
  /** So many of the people have written before. */
  readonly returning: number;
  /** When the last action was; the first was half a year before. */
  readonly until: number;
  readonly targets: readonly { readonly officeId: string; readonly target: string }[];
};

const DAY_MS = 86_400_000;
export const DAYS = 180;
export const SOURCES = 400;
const LETTERS = 3;

/** So many actions are written with one statement. */
const STEP = 50_000;

/** Writes actions with their people, letters, deliveries, consents and events; their counters are counted afterwards. */
export async function fillRows(db: Db, run: Run, say: (line: string) => void): Promise<void> {
  await makeLists(db, run);
  for (let from = 0; from < run.actions; from += STEP) {
    const to = Math.min(run.actions, from + STEP);
    await db.transaction(async (trx) => {
      const words = wordsOf(trx, run, { from, to });
      const statements = [
        ...peopleStatements(run, words),
        ...searchStatements(run, words),
        ...letterStatements(run, words),
      ];
      for (const { sql, bindings } of statements) await trx.raw(sql, bindings);
    });
    if (to % (STEP * 4) === 0) say(`  ${to} actions`);
  }
  await dropLists(db);
}

/** Where people live and whom they write to, as tables that are gone afterwards. */
async function makeLists(db: Db, run: Run): Promise<void> {
  await dropLists(db);
  await db.raw('CREATE TABLE bench_places (place bigint PRIMARY KEY, divisions text, code text)');
  await db.raw('CREATE TABLE bench_targets (t bigint PRIMARY KEY, office_id text, target_id text)');
  const places = placesOfPeople().map(({ n, ...rest }) => ({ place: n, ...rest }));
  const columns = { place: 'bigint', divisions: 'text', code: 'text' } as const;
  await insertRecords(db, { table: 'bench_places', columns }, places);
  await insertRecords(
    db,
    { table: 'letter_targets', columns: { id: 'text', target: 'text' }, conflict: 'ON CONFLICT DO NOTHING' },
    run.targets.map(({ officeId, target }) => ({ id: officeId, target })),
  );
  await insertRecords(
    db,
    { table: 'bench_targets', columns: { t: 'bigint', office_id: 'text', target_id: 'text' } },
    run.targets.map(({ officeId }, t) => ({ t, office_id: officeId, target_id: officeId })),
  );
}

async function dropLists(db: Db): Promise<void> {
  for (const name of ['bench_places', 'bench_targets']) await db.raw(`DROP TABLE IF EXISTS ${name}`);
}

type Span = { readonly from: number; readonly to: number };
type Statement = { readonly sql: string; readonly bindings: string[] };

type Words = ReturnType<typeof wordsOf>;

/** Pieces of SQL about the action number n, and its letter number k. */
function wordsOf(db: Db, run: Run, span: Span) {
  const sql = dialect(db);
  const id = (kind: string): string => sql.id(`${run.mark}${kind}`, 'n');
  const at = `(${run.until - DAYS * DAY_MS} + n * ${Math.floor((DAYS * DAY_MS) / run.actions)})`;
  const isOld = `n < ${run.returning}`;
  return {
    id,
    at,
    isOld,
    letterId: (kind: string): string => sql.id(`${run.mark}${kind}`, `(n * ${LETTERS} + k)`),
    people: sql.series(span),
    letters: `${sql.series(span)} CROSS JOIN (SELECT 0 AS k UNION ALL SELECT 1 UNION ALL SELECT 2) AS thrice`,
    day: sql.day(at),
    // A few partners bring most people, as they do.
    source: `CASE WHEN ${drawn('n', 16_807, 10)} < 4 THEN ''
      ELSE 'partner-' || (${drawn('n', 48_271, SOURCES)} * ${drawn('n', 16_807 * 3, SOURCES)} / ${SOURCES}) END`,
    supporterId: run.returning > 0 ? `CASE WHEN ${isOld} THEN ${sql.id('as', 'n')} ELSE ${id('s')} END` : id('s'),
    state: stateSql(drawn('(n * 3 + k)', 40_692, 100)),
    target: `t = (${drawn('n', 39_373, run.targets.length)} + k * 101) % ${run.targets.length}`,
  };
}

function peopleStatements(run: Run, { id, at, isOld, people, day, source, supporterId }: Words): Statement[] {
  return [
    {
      sql: `INSERT INTO supporters (id, organization_id, email_key, email, created_at, opted_in_at)
            SELECT ${id('s')}, ?, ${id('s')} || '@supporter.example', ${id('s')} || '@supporter.example', ${at},
              CASE WHEN n % 4 = 0 THEN ${at} END
              FROM ${people} WHERE NOT (${isOld})`,
      bindings: [run.organizationId],
    },
    {
      sql: `INSERT INTO actions (id, campaign_id, version_id, supporter_id, token, request_key, source, given_name,
              family_name, postal_code, postal_area, region, divisions, own_words, has_own_words, is_first, variant, created_at, day)
            SELECT ${id('x')}, ?, ?, ${supporterId}, ${id('t')}, ${id('k')}, ${source}, 'Ana', 'Lima ' || n, code, code, 'CO',
              divisions, CASE WHEN n % 3 = 0 THEN 'I live here, and this matters to me: number ' || n || '.' END,
              CASE WHEN n % 3 = 0 THEN 1 ELSE 0 END, CASE WHEN ${isOld} THEN 0 ELSE 1 END,
              CASE WHEN n % 2 = 0 THEN 'short-title:a' ELSE 'short-title:b' END, ${at}, ${day}
              FROM ${people} JOIN bench_places ON place = ${drawn('n', 69_621, placesOfPeople().length)}`,
      bindings: [run.campaignId, run.versionId],
    },
    {
      sql: `INSERT INTO consents (action_id, organization, text, given_at)
            SELECT ${id('x')}, 'bench-organization', 'Bench Organization may write to me.', ${at}
              FROM ${people} WHERE n % 4 = 0`,
      bindings: [],
    },
  ];
}

/** What people are found by, and few of them who may be quoted. */
function searchStatements(run: Run, { id, at, isOld, people }: Words): Statement[] {
  return [
    ...[
      ['name', `'ana lima ' || n`],
      ['name', `'lima ' || n || ' ana'`],
      ['postal', 'code'],
    ].map(([kind = '', key = '']) => ({
      sql: `INSERT INTO supporter_keys (organization_id, kind, key, supporter_id)
            SELECT ?, '${kind}', ${key}, ${id('s')}
              FROM ${people} JOIN bench_places ON place = ${drawn('n', 69_621, placesOfPeople().length)}
             WHERE NOT (${isOld})`,
      bindings: [run.organizationId],
    })),
    {
      sql: `INSERT INTO quotations (id, campaign_id, consent, with_name, given_at, state)
            SELECT ${id('x')}, ?, 'Bench Organization may quote my own words.', 0, ${at},
              CASE WHEN n % 1800 = 0 THEN 'new' WHEN n % 1800 = 600 THEN 'shown' ELSE 'hidden' END
              FROM ${people} WHERE n % 600 = 0`,
      bindings: [run.campaignId],
    },
  ];
}

function letterStatements(run: Run, { id, letterId, at, letters, source, state, target }: Words): Statement[] {
  const hasFailed = `${state} IN ('failed', 'bounced')`;
  return [
    {
      sql: `INSERT INTO letters (id, action_id, office_id, target_id)
            SELECT ${letterId('l')}, ${id('x')}, office_id, target_id FROM ${letters} JOIN bench_targets ON ${target}`,
      bindings: [],
    },
    {
      sql: `INSERT INTO deliveries (id, letter_id, campaign_id, office_id, source, channel, state, state_at, due_at,
              created_at, attempts, hold, reason, cause, told_at, domain)
            SELECT ${letterId('d')}, ${letterId('l')}, ?, office_id, ${source}, 'smtp', ${state}, ${at} + 60000, ${at},
              ${at}, 1, CASE WHEN ${state} = 'held' THEN 'review' END,
              CASE WHEN ${hasFailed} THEN 'The office''s mail server says that there is no such mailbox.' END,
              CASE WHEN ${hasFailed} THEN ${causeSql('n')} END,
              CASE WHEN ${hasFailed} THEN ${at} END, 'assembly.example'
              FROM ${letters} JOIN bench_targets ON ${target}`,
      bindings: [run.campaignId],
    },
    {
      sql: `INSERT INTO delivery_events (id, delivery_id, at, from_state, to_state, actor, reason)
            SELECT ${letterId('e')}, ${letterId('d')}, ${at} + 60000, 'queued', ${state}, 'worker', 'generated'
              FROM ${letters} WHERE ${state} NOT IN ('queued', 'held')`,
      bindings: [],
    },
  ];
}

/** A number below `below` that is the same in every run and follows no other one (a step of a Lehmer generator). */
function drawn(number: string, factor: number, below: number): string {
  return `((((${number}) + 1) * ${factor} % 2147483647) % ${below})`;
}

/** Most letters have arrived; some are in each other state. */
function stateSql(hundred: string): string {
  return `CASE WHEN ${hundred} < 4 THEN 'queued' WHEN ${hundred} < 5 THEN 'held' WHEN ${hundred} < 6 THEN 'unknown'
    WHEN ${hundred} < 8 THEN 'failed' WHEN ${hundred} < 11 THEN 'bounced' WHEN ${hundred} < 13 THEN 'handed_over'
    WHEN ${hundred} < 14 THEN 'cancelled' WHEN ${hundred} < 20 THEN 'sent' ELSE 'delivered' END`;
}

/** Causes of failures, most of them the same one. */
function causeSql(number: string): string {
  return `CASE WHEN ${number} % 97 = 0 THEN 'ours' WHEN ${number} % 5 = 0 THEN 'full'
    WHEN ${number} % 3 = 0 THEN 'came-back' ELSE 'no-address' END`;
}

/** What the two data bases say differently. */
export function dialect(db: Db) {
  const isPg = isPostgres(db);
  return {
    /** A table `people` with the column n. */
    series: ({ from, to }: Span): string =>
      isPg
        ? `generate_series(CAST(${from} AS bigint), ${to - 1}) AS people(n)`
        : `(WITH RECURSIVE counted(n) AS (SELECT ${from} UNION ALL SELECT n + 1 FROM counted WHERE n < ${to - 1})
            SELECT n FROM counted) AS people`,
    /** An id of 26 characters that sorts by its number. */
    id: (mark: string, number: string): string =>
      isPg
        ? `('${mark}' || lpad(CAST(${number} AS text), ${26 - mark.length}, '0'))`
        : `('${mark}' || printf('%0${26 - mark.length}d', ${number}))`,
    day: (at: string): string =>
      isPg
        ? `to_char(to_timestamp(${at} / 1000) AT TIME ZONE 'UTC', 'YYYY-MM-DD')`
        : `strftime('%Y-%m-%d', ${at} / 1000, 'unixepoch')`,
  };
}
