import type { NewAction } from '../../src/actions/action.js';
import { countsOf } from '../../src/actions/count-action.js';
import { insertActions } from '../../src/actions/store.js';
import { loadCampaignFolder } from '../../src/campaigns/index.js';
import { mergeCounts, type Change } from '../../src/counts/counts.js';
import { countKinds } from '../../src/counts/tables.js';
import { dayOf } from '../../src/platform/clock.js';
import { tableText } from '../../src/platform/command-line.js';
import { writing, type Db } from '../../src/platform/db.js';
import { migrate } from '../../src/platform/migrations.js';
import type { Target } from '../../src/targets/index.js';
import type { Wiring } from '../../src/wiring.js';
import { deaf } from '../counts/deaf.js';
import { median } from '../numbers.js';
import { CAMPAIGN, writeCampaigns } from './campaign-folder.js';
import { SOURCES } from './fill-rows.js';
import { placesOfPeople } from './places.js';

const BATCHES = 24;

/** The counters that dashboards read, beside those that were there before. */
const ROLLUPS = /^INSERT INTO (?:office|hour|division|area|variant|place)_counts\b/;

/** Every counter of an action. */
const COUNTERS = /^INSERT INTO \w+_counts\b/;

/**
 * Writes batches of actions with and without their counters, by turns in one run, and prints what the counters cost of a
 * batched write, in processor time; on PostgreSQL that is our side of it alone. Leaving them out leaves out their statements; what computing them takes is measured and taken off, too.
 */
export async function measureWriteCost(wiring: Wiring, folder: string, say: (line: string) => void): Promise<void> {
  await migrate(wiring.db);
  for (const own of writeCampaigns(folder)) await loadCampaignFolder(wiring, own);
  const rows = [['batch', 'all, CPU ms', 'without rollups', 'without counters', 'rollups cost', 'all counters cost']];
  for (const size of [50, 500]) {
    const times: Record<'all' | 'rollups' | 'counters', number[]> = { all: [], rollups: [], counters: [] };
    for (let at = 0; at < BATCHES; at++) {
      const turns = (['all', 'rollups', 'counters'] as const).map((turn, index) => ({ turn, order: (index + at) % 3 }));
      for (const { turn } of turns.sort((one, other) => one.order - other.order)) {
        const batch = await batchOf(wiring, size);
        const computing = turn === 'all' ? 0 : timeOf(() => compute(batch, turn === 'rollups'));
        const start = cpuMs();
        await writing(wiring.db, (trx) => insertActions(without(trx, turn), batch));
        times[turn].push(cpuMs() - start - computing);
      }
    }
    const [all, rollups, counters] = [median(times.all), median(times.rollups), median(times.counters)];
    const cost = (rest: number): string => `${(((all - rest) / rest) * 100).toFixed(0)} %`;
    rows.push([String(size), all.toFixed(1), rollups.toFixed(1), counters.toFixed(1), cost(rollups), cost(counters)]);
  }
  say(tableText(rows));
}

/** Processor time of this process: others on the machine do not change it, and neither does how fast its disk is today. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The transaction, deaf to the statements that are left out. */
function without(trx: Db, turn: 'all' | 'rollups' | 'counters'): Db {
  return turn === 'all' ? trx : deaf(trx, turn === 'rollups' ? ROLLUPS : COUNTERS).trx;
}

/** Computes what the counters change, and throws it away: a write without their statements does that too. */
export function compute(batch: readonly NewAction[], isRollups: boolean): void {
  const counts = countsOf(batch, new Set());
  for (const kind of countKinds) {
    const changes = kind in counts ? counts[kind as 'actions'] : [];
    if (!isRollups || kind !== 'actions') mergeCounts(kind, changes as Change<typeof kind>[]);
  }
}

function timeOf(work: () => void): number {
  const start = cpuMs();
  work();
  return cpuMs() - start;
}

const places = placesOfPeople();

/** Actions of the campaign, each with three letters, by people of their own. */
export async function batchOf({ campaigns, roster, ids, clock }: Wiring, size: number): Promise<NewAction[]> {
  const campaign = await campaigns.get(CAMPAIGN);
  const [bodyId = ''] = campaign.rule.kind === 'bodies' ? campaign.rule.bodies : [];
  const offices = (await roster.get()).officesOfBody(bodyId);
  const any = <Value>(values: readonly Value[]): Value => values[Math.floor(ids.fraction() * values.length)] as Value;
  return Array.from({ length: size }, (): NewAction => {
    const id = ids.next();
    const now = clock.now();
    const email = `${id}@supporter.example`;
    const letters = [0, 1, 2].map(() => {
      const target = { officeId: any(offices).id, name: 'Member', email: 'seat@assembly.example' } as unknown as Target;
      const start = { channel: 'smtp', state: 'queued', hold: null, waitsFor: null, dueAt: now } as const;
      return { id: ids.next(), deliveryId: ids.next(), target, domain: 'assembly.example', timeZone: null, ...start };
    });
    return {
      ...{ id, campaignId: campaign.id, versionId: campaign.versionId, organizationId: campaign.organizationId },
      ...{ token: ids.token(), requestKey: ids.token(), source: `partner-${Math.floor(ids.fraction() * SOURCES)}` },
      supporter: {
        ...{ id: ids.next(), email, emailKey: email, prefix: null, givenName: 'Ana', familyName: 'Lima' },
        ...{ postalCode: '80202', street: null, locality: null, region: 'CO', phone: null },
      },
      divisions: JSON.parse(any(places).divisions) as string[],
      ...{ variant: any(['short-title:a', 'short-title:b']), subject: null, text: null, consents: [], letters },
      ...{ ownWords: ids.fraction() < 0.3 ? 'I live here, and this matters to me.' : null },
      ...{ optsIn: false, wantsCopy: false, mustConfirm: false, notice: null, createdAt: now, day: dayOf(now, 'UTC') },
      suspicions: [],
    };
  });
}
