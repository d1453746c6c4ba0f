import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCampaignFolder } from '../../src/campaigns/index.js';
import { usStates } from '../../src/divisions/index.js';
import { insertCampaign, insertPartner, startCoalition, type Coalition } from '../../src/partners/index.js';
import { insertRecords, writing, type Db } from '../../src/platform/db.js';
import { migrate } from '../../src/platform/migrations.js';
import type { Wiring } from '../../src/wiring.js';
import { CAMPAIGN, EARLIER, writeCampaigns } from '../console/campaign-folder.js';
import { fillCounts } from '../console/fill-around.js';
import { dialect } from '../console/fill-rows.js';

export const PARTNERS = 50;
export const DISTRICTS = 500;

const DAYS = 180;
const DAY_MS = 86_400_000;

/** So many actions are written with one statement. */
const STEP = 50_000;

/** In a hundred of those who write to the second campaign so many wrote to the first. */
const RETURNING = 60;

/**
 * Fills an empty data base with so many actions of two campaigns of one coalition: a letter each, half a year, partners
 * with five links each besides other links and none, and the counters that belong to them; people are not counted yet.
 */
export async function fillCoalition(wiring: Wiring, actions: number, say: (line: string) => void): Promise<Coalition> {
  const { db } = wiring;
  await migrate(db);
  const folder = mkdtempSync(join(tmpdir(), 'clarion-bench-'));
  for (const own of writeCampaigns(folder)) await loadCampaignFolder(wiring, own);
  rmSync(folder, { recursive: true });
  const coalition = await startBench(wiring);
  await makePlaces(db);
  const each = Math.floor(actions / 2);
  for (const [index, slug] of [EARLIER, CAMPAIGN].entries()) {
    const { id: campaignId, versionId, organizationId } = await wiring.campaigns.get(slug);
    const until = wiring.clock.now() - 60_000;
    const run = { campaignId, versionId, organizationId, mark: index === 0 ? 'a' : 'b', actions: each, until };
    for (let from = 0; from < each; from += STEP) await fillStep(db, run, { from, to: Math.min(each, from + STEP) });
    say(`  ${each * (index + 1)} actions`);
  }
  await db.raw('DROP TABLE bench_places');
  await db.raw('ANALYZE');
  await fillCounts(db);
  await db.raw('ANALYZE');
  return coalition;
}

async function startBench(wiring: Wiring): Promise<Coalition> {
  const { db, ids, clock, campaigns } = wiring;
  const { organizationId } = await campaigns.get(CAMPAIGN);
  const coalitionId = await startCoalition(wiring, {
    ...{ name: 'Bench Coalition', slug: 'bench-coalition', summary: 'Invented.', sharing: 'none', timeZone: 'UTC' },
    ...{ agreement: 'Invented.', who: 'Bench Owner' },
    lead: { organizationId, name: 'Partner 0', code: 'p0' },
  });
  await writing(db, async (trx) => {
    for (let n = 1; n < PARTNERS; n += 1) {
      const partner = { id: ids.next(), coalitionId, code: `p${n}`, name: `Partner ${n}`, organizationId: null };
      await insertPartner(trx, { ...partner, state: 'named', createdAt: clock.now() + n });
    }
    for (const slug of [EARLIER, CAMPAIGN])
      await insertCampaign(trx, { coalitionId, campaignId: (await campaigns.get(slug)).id, at: clock.now() });
  });
  wiring.coalitions.forget();
  return wiring.coalitions.get('bench-coalition');
}

/** Ten districts in each of fifty states. */
async function makePlaces(db: Db): Promise<void> {
  await db.raw('CREATE TABLE bench_places (place bigint PRIMARY KEY, divisions text)');
  const places = usStates
    .filter(({ kind }) => kind === 'state')
    .flatMap(({ division }) =>
      Array.from({ length: DISTRICTS / 50 }, (_, seat) => [
        'ocd-division/country:us',
        division,
        `${division}/cd:${seat + 1}`,
      ]),
    )
    .map((divisions, place) => ({ place, divisions: JSON.stringify(divisions) }));
  await insertRecords(db, { table: 'bench_places', columns: { place: 'bigint', divisions: 'text' } }, places);
}

type Run = {
  readonly campaignId: string;
  readonly versionId: string;
  readonly organizationId: string;
  readonly mark: string;
  readonly actions: number;
  readonly until: number;
};

type Span = { readonly from: number; readonly to: number };

async function fillStep(db: Db, run: Run, span: Span): Promise<void> {
  await db.transaction(async (trx) => {
    for (const [text, bindings] of [...peopleSql(trx, run, span), ...lettersSql(trx, run, span)])
      await trx.raw(text, [...bindings]);
  });
}

type Statement = readonly [sql: string, bindings: readonly string[]];

/** Pieces of SQL about the action number n. */
function wordsOf(db: Db, run: Run, span: Span) {
  const sql = dialect(db);
  const at = `(${run.until - DAYS * DAY_MS} + n * ${Math.floor((DAYS * DAY_MS) / run.actions)})`;
  const id = (kind: string): string => sql.id(run.mark + kind, 'n');
  return {
    ...{ at, id, people: sql.series(span), day: sql.day(at), source: sourceSql(run.mark === 'b' ? 7 : 0) },
    sql,
  };
}

function peopleSql(db: Db, run: Run, span: Span): readonly Statement[] {
  const { at, id, people, day, source, sql } = wordsOf(db, run, span);
  const isOld = run.mark === 'b' ? `n % 100 < ${RETURNING}` : '1 = 0';
  const supporter = `CASE WHEN ${isOld} THEN ${sql.id('as', 'n')} ELSE ${id('s')} END`;
  return [
    [
      `INSERT INTO supporters (id, organization_id, email_key, email, created_at)
       SELECT ${id('s')}, ?, ${id('s')} || '@supporter.example', ${id('s')} || '@supporter.example', ${at}
         FROM ${people} WHERE NOT (${isOld})`,
      [run.organizationId],
    ],
    [
      `INSERT INTO actions (id, campaign_id, version_id, supporter_id, token, request_key, source, given_name, family_name,
         postal_code, postal_area, region, divisions, own_words, has_own_words, is_first, variant, created_at, day)
       SELECT ${id('x')}, ?, ?, ${supporter}, ${id('t')}, ${id('k')}, ${source}, 'Ana', 'Lima', '80202', '80202', 'CO', divisions,
         CASE WHEN n % 3 = 0 THEN 'I live here, and this matters to me.' END, CASE WHEN n % 3 = 0 THEN 1 ELSE 0 END,
         CASE WHEN ${isOld} THEN 0 ELSE 1 END, '', ${at}, ${day}
         FROM ${people} JOIN bench_places ON place = ${drawn(69_621, DISTRICTS)}`,
      [run.campaignId, run.versionId],
    ],
  ];
}

function lettersSql(db: Db, run: Run, span: Span): readonly Statement[] {
  const { at, id, people, source } = wordsOf(db, run, span);
  const state = `CASE ${drawn(40_692, 20)} WHEN 0 THEN 'queued' WHEN 1 THEN 'failed' WHEN 2 THEN 'handed_over'
    ELSE 'delivered' END`;
  return [
    [
      `INSERT INTO letters (id, action_id, office_id, target_id) SELECT ${id('l')}, ${id('x')}, 'bench-office', '' FROM ${people}`,
      [],
    ],
    [
      `INSERT INTO deliveries (id, letter_id, campaign_id, office_id, source, channel, state, state_at, due_at, created_at,
         attempts, domain)
       SELECT ${id('d')}, ${id('l')}, ?, 'bench-office', ${source}, 'smtp', ${state}, ${at}, ${at}, ${at}, 1, 'assembly.example'
         FROM ${people}`,
      [run.campaignId],
    ],
  ];
}

/** One in five came by no link, one in twenty by other links; of the partners a few bring most. */
function sourceSql(salt: number): string {
  const partner = `(${drawn(48_271 + salt, PARTNERS)} * ${drawn(50_421 + salt, PARTNERS)} / ${PARTNERS})`;
  return `CASE WHEN ${drawn(16_807 + salt, 20)} < 4 THEN '' WHEN ${drawn(16_807 + salt, 20)} = 4 THEN 'radio'
    ELSE 'p' || ${partner} || CASE WHEN n % 5 = 0 THEN '' ELSE '.link-' || (n % 5) END END`;
}

/** A number below `below` that is the same in every run and follows no other one (a step of a Lehmer generator). */
function drawn(factor: number, below: number): string {
  return `(((n + 1) * ${factor} % 2147483647) % ${below})`;
}
