import { addMilestone } from '../../src/campaigns/index.js';
import { countTables, recountedKinds } from '../../src/counts/tables.js';
import { addCounts } from '../../src/counts/store.js';
import { recount } from '../../src/counts/store-recount.js';
import { insertSignatures } from '../../src/actions/store-likeness.js';
import { insertWork } from '../../src/deliveries/index.js';
import { signatureOf } from '../../src/letters/index.js';
import { insertMessage } from '../../src/notices/index.js';
import { invite, noteAct } from '../../src/organizers/index.js';
import { query, writing, type Db } from '../../src/platform/db.js';
import type { Wiring } from '../../src/wiring.js';
import { dialect } from './fill-rows.js';

/** Counters that are written with one statement. */
const STEP = 50_000;
const LOG_ENTRIES = 20_000;
const VERSIONS = 150;

/** Counts the rows into empty tables of counters, in steps that fit into memory. */
export async function fillCounts(db: Db): Promise<void> {
  for (const kind of recountedKinds) {
    await db.raw(`DELETE FROM ${countTables[kind].name}`);
    const counts = await recount(db, kind);
    for (let at = 0; at < counts.length; at += STEP) {
      await writing(db, (trx) =>
        addCounts(trx, { offices: [], sources: [], areas: [], [kind]: counts.slice(at, at + STEP) }),
      );
    }
  }
}

/** What texts that wait for a reviewer are like: many near-copies of one. */
export async function fillSignatures(db: Db, campaignId: string): Promise<void> {
  const held = await query<{ id: string; text: string }>(
    db,
    `SELECT DISTINCT actions.id, own_words AS text FROM deliveries JOIN letters ON letters.id = letter_id
       JOIN actions ON actions.id = action_id
      WHERE deliveries.campaign_id = ? AND state = 'held' AND own_words IS NOT NULL`,
    [campaignId],
  );
  const signed = held.map(({ id, text }) => ({ id, campaignId, signature: signatureOf(text) }));
  for (let at = 0; at < signed.length; at += 1_000) {
    await writing(db, (trx) => insertSignatures(trx, signed.slice(at, at + 1_000)));
  }
}

type About = { readonly campaignId: string; readonly organizationId: string; readonly userId: string };

/** What organizers did around the letters: versions, positions, milestones and the log. */
export async function fillActs(wiring: Wiring, { campaignId, organizationId, userId }: About): Promise<void> {
  const { db } = wiring;
  const now = wiring.clock.now();
  const sql = dialect(db);
  await db.raw(`UPDATE campaigns SET stage = 'live', stage_at = ?, kept_in = 'console' WHERE id = ?`, [
    now - 1000,
    campaignId,
  ]);
  await db.raw('UPDATE campaign_versions SET number = ? WHERE campaign_id = ?', [VERSIONS, campaignId]);
  await db.raw(
    `INSERT INTO campaign_versions (id, campaign_id, number, checksum, definition, files, author, note, created_at)
     SELECT ${sql.id('v', 'n')}, campaign_id, n, checksum || n, definition, files, 'Bench Owner', 'a note', created_at
       FROM ${sql.series({ from: 1, to: VERSIONS })} CROSS JOIN campaign_versions WHERE campaign_id = ?`,
    [campaignId],
  );
  await db.raw(
    `INSERT INTO audit_entries (id, organization_id, at, user_id, who, did, about, kind, detail)
     SELECT ${sql.id('e', 'n')}, ?, ${now - 90_000_000} + n, ?, 'Bench Owner', 'decided about letters',
            'campaign:bench-many', 'campaign', 'number ' || n
       FROM ${sql.series({ from: 0, to: LOG_ENTRIES })}`,
    [organizationId, userId],
  );
  await db.raw(
    `INSERT INTO positions (id, campaign_id, office_id, person, name, position, known_on, source, note, recorded_by, recorded_at)
     SELECT ${sql.id('p', 'n')}, ?, office_id, 'member-' || n, 'Member ' || n, 'undecided', '2026-11-01', 'A call', '', 'Bench Owner', ${now}
       FROM (SELECT ROW_NUMBER() OVER (ORDER BY office_id) AS n, office_id
               FROM (SELECT DISTINCT office_id FROM letter_counts WHERE campaign_id = ?) AS offices) AS numbered`,
    [campaignId, campaignId],
  );
}

/** One row of each kind that a page of its own shows; answers the parts of their addresses. */
export async function fillSingles(
  wiring: Wiring,
  { campaignId, organizationId, userId }: About,
): Promise<Record<string, string>> {
  const { db, ids, clock } = wiring;
  const now = clock.now();
  const by = { campaignId, by: 'Bench Owner' };
  const about = JSON.stringify({ campaignIds: [campaignId], states: ['failed'] });
  const [work, message, mail] = [ids.next(), ids.next(), ids.next()];
  const done = { cursor: '', looked: 12, changed: 9, beganAt: now, endedAt: now };
  await insertWork(db, { id: work, organizationId, act: 'retry', about, reason: 'Their server is back.', ...done });
  const texts = { subject: 'About your letter to {{office}}', text: 'Hello,\n\nYour receipt:\n\n{{receipt}}' };
  await insertMessage(db, {
    ...{ id: message, organizationId, about, foundBy: '/letters?term=failed' },
    ...{ ...texts, madeAt: now },
  });
  const milestone = await addMilestone(wiring, by, {
    ...{ happenedOn: '2026-11-01', kind: 'hearing', title: 'A hearing', text: 'Eleven people spoke.' },
    ...{ link: '', isPublic: true },
  });
  const [failed] = await query<{ id: string }>(db, `SELECT MAX(id) AS id FROM deliveries WHERE campaign_id = ?`, [
    campaignId,
  ]);
  const raw = Buffer.from('From: mailer@council.example\n\nYour mail is with us.').toString('base64');
  const kept = { id: mail, mail_key: mail, delivery_id: failed?.id ?? null, received_at: now };
  await db('kept_mails').insert({ ...kept, why: 'It is neither a bounce nor an answer.', raw });
  const host = { organizationId, name: 'Bench Organization', invitedBy: 'Bench Owner' };
  const tools = { ...wiring, baseUrl: wiring.config.BASE_URL };
  const { id: invitation } = await invite(tools, host, { email: `${ids.next()}@organizer.example`, role: 'analyst' });
  const act = { organizationId, userId, who: 'Bench Owner', did: 'paused the campaign', detail: '' };
  await noteAct(wiring, db, { ...act, about: 'campaign:bench-many' });
  const [set] = await query<{ id: string }>(
    db,
    `SELECT MAX(id) AS id FROM data_sets WHERE source = 'campaign-list'`,
    [],
  );
  return { work, message, mail, milestone, invitation, dataSet: set?.id ?? '' };
}
