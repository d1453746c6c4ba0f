import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCampaignFolder } from '../src/campaigns/index.js';
import { addCounts, checkCounts } from '../src/counts/index.js';
import { insertUser, putMember } from '../src/organizers/index.js';
import { dayOf } from '../src/platform/clock.js';
import { isPostgres, query, writing } from '../src/platform/db.js';
import { migrate } from '../src/platform/migrations.js';
import { officeKey } from '../src/reports/index.js';
import { loadStarter, type Wiring } from '../src/wiring.js';
import { CAMPAIGN, EARLIER, writeCampaigns, writeOthers } from './console/campaign-folder.js';
import { fillActs, fillCounts, fillSignatures, fillSingles } from './console/fill-around.js';
import { DAYS, fillRows, SOURCES, type Run } from './console/fill-rows.js';

/** An owner who is signed in, and the parts of paths that lead to rows that are there. */
export type Filled = {
  readonly base: string;
  readonly cookie: string;
  readonly parts: Readonly<Record<string, string>>;
  readonly about: { readonly campaignId: string; readonly organizationId: string; readonly userId: string };
};

const DAY_MS = 86_400_000;

/** Up to so many actions, the counters are checked. */
const CHECKED = 20_000;

/**
 * Fills an empty data base with so many actions of one campaign (three letters each, half a year, 400 sources, 500
 * offices, all states and thousands of districts), a tenth of them by people who wrote before, and with the counters that
 * belong to them.
 */
export async function fillMillion(wiring: Wiring, actions: number, say: (line: string) => void): Promise<Filled> {
  const { db } = wiring;
  await migrate(db);
  await loadStarter(wiring);
  await hurry(db, true);
  const folder = mkdtempSync(join(tmpdir(), 'clarion-bench-'));
  for (const own of [...writeCampaigns(folder), ...writeOthers(folder)]) await loadCampaignFolder(wiring, own);
  rmSync(folder, { recursive: true });
  const early = Math.floor(actions / 10);
  const until = wiring.clock.now() - 60_000;
  const earlier = { mark: 'a', actions: early, returning: 0, until: until - DAYS * DAY_MS };
  await fillRows(db, { ...(await runOf(wiring, EARLIER)), ...earlier }, say);
  const main = { mark: 'b', actions, returning: early, until };
  await fillRows(db, { ...(await runOf(wiring, CAMPAIGN)), ...main }, say);
  await fillViews(wiring, actions);
  // The recount reads whole tables, and a data base that knows nothing about them reads them once an action.
  await db.raw('ANALYZE');
  say('  counting');
  await fillCounts(db);
  if (actions <= CHECKED) await expectCounts(wiring);
  const { id: campaignId } = await wiring.campaigns.get(CAMPAIGN);
  await fillSignatures(db, campaignId);
  const owner = await openOwner(wiring);
  await fillActs(wiring, owner.about);
  await db.raw('ANALYZE');
  await hurry(db, false);
  return owner;
}

/** Filling SQLite needs room for indexes and no promise that rows outlast a crash; measuring has the program's own settings. */
async function hurry(db: Wiring['db'], isFilling: boolean): Promise<void> {
  if (isPostgres(db)) return;
  const settings = isFilling
    ? ['synchronous = OFF', 'foreign_keys = OFF', 'cache_size = -2000000', 'wal_autocheckpoint = 100000']
    : ['synchronous = FULL', 'foreign_keys = ON', 'cache_size = -2000', 'wal_autocheckpoint = 1000'];
  for (const setting of settings) await db.raw(`PRAGMA ${setting}`);
  if (!isFilling) await db.raw('PRAGMA wal_checkpoint(TRUNCATE)');
}

/** The counters of small runs are counted twice: once to write them, once to see that they are right. */
async function expectCounts({ db }: Wiring): Promise<void> {
  const { differences } = await checkCounts(db, { repair: false });
  if (differences.length > 0)
    throw new Error(`${differences.length} counters differ: ${JSON.stringify(differences[0])}`);
}

async function runOf(
  wiring: Wiring,
  slug: string,
): Promise<Pick<Run, 'campaignId' | 'versionId' | 'organizationId' | 'targets'>> {
  const campaign = await wiring.campaigns.get(slug);
  const roster = await wiring.roster.get();
  const [bodyId = ''] = campaign.rule.kind === 'bodies' ? campaign.rule.bodies : [];
  const targets = roster.officesOfBody(bodyId).map((office) => {
    const holder = roster.holderOf(office.id);
    const name = holder?.name ?? '';
    const target = {
      ...{ officeId: office.id, division: office.division, district: '', office: office.name, body: 'Bench Assembly' },
      ...{
        title: 'Member',
        name,
        salutation: `Member ${name}`,
        party: null,
        email: 'seat@assembly.example',
        phone: null,
      },
      ...{ formUrl: null, website: null, ids: {}, termEndedOn: null },
    };
    return { officeId: office.id, target: JSON.stringify(target) };
  });
  return { campaignId: campaign.id, versionId: campaign.versionId, organizationId: campaign.organizationId, targets };
}

/** About twelve views an action, by day and source and by site. */
async function fillViews({ db, campaigns, clock }: Wiring, actions: number): Promise<void> {
  const { id: campaignId } = await campaigns.get(CAMPAIGN);
  const days = Array.from({ length: DAYS }, (_, day) => dayOf(clock.now() - day * DAY_MS, 'UTC'));
  const each = Math.ceil((actions * 12) / DAYS / SOURCES);
  // What few people use is not used every day.
  const names = (day: number): number[] =>
    Array.from({ length: SOURCES }, (_, index) => index).filter((n) => day % (1 + Math.floor(n / 40)) === 0);
  await writing(db, (trx) =>
    addCounts(trx, {
      variants: ['a', 'b'].map((id) => ({ campaignId, variant: `short-title:${id}`, views: actions * 6 })),
      views: days.flatMap((day, at) =>
        names(at).map((n) => ({ campaignId, day, source: n ? `partner-${n}` : '', views: each })),
      ),
      referrers: days.flatMap((day, at) =>
        names(at).map((n) => ({ campaignId, day, referrer: n ? `site-${n}.example` : '', views: each })),
      ),
    }),
  );
}

/** Signs an owner in; the parts name the newest rows. */
export async function openOwner(wiring: Wiring): Promise<Filled> {
  const { db, ids, clock, sessions } = wiring;
  const campaign = await wiring.campaigns.get(CAMPAIGN);
  const { organizationId } = campaign;
  const user = ids.next();
  const email = `${user}@organizer.example`;
  const createdAt = clock.now();
  const about = { campaignId: campaign.id, organizationId, userId: user };
  await insertUser(db, { id: user, name: 'Bench Owner', email, emailKey: email, passwordHash: null, createdAt });
  await putMember(db, { organizationId, userId: user, role: 'owner', sinceAt: createdAt });
  const one = async (sql: string): Promise<string> =>
    (await query<{ part: string }>(db, sql, [campaign.id]))[0]?.part ?? '';
  const action = await one('SELECT MAX(id) AS part FROM actions WHERE campaign_id = ?');
  const officeId = await one('SELECT MIN(office_id) AS part FROM letter_counts WHERE campaign_id = ?');
  return {
    base: `/console/${campaign.file.organization.slug}`,
    cookie: await sessions.begin(user, 'bench'),
    about,
    parts: {
      ...(await fillSingles(wiring, about)),
      campaign: CAMPAIGN,
      user,
      number: '1',
      version: campaign.versionId,
      delivery: await one('SELECT MAX(id) AS part FROM deliveries WHERE campaign_id = ?'),
      supporter: await one('SELECT MAX(supporter_id) AS part FROM actions WHERE campaign_id = ?'),
      action,
      officeId,
      office: officeKey(officeId),
      // Among a hundred actions there may be none that waits for a reviewer.
      held: (await one('SELECT MAX(action_id) AS part FROM text_bands WHERE campaign_id = ?')) || action,
    },
  };
}
