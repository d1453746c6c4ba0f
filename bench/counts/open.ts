import { readConfig } from '../../src/config.js';
import { countPeople } from '../../src/partners/index.js';
import { isPostgres } from '../../src/platform/db.js';
import { createLog } from '../../src/platform/log.js';
import { createWiring, type Wiring } from '../../src/wiring.js';
import { fillCoalition } from './fill.js';

/** The program over a data base, without a word in its log. */
export function openProgram(url: string): Wiring {
  const settings = { SECRET: 'a secret for measuring only, nothing else', LOG_LEVEL: 'silent', DATABASE_URL: url };
  return createWiring(readConfig(settings), { log: createLog('silent') });
}

/** Fills an empty data base with so many actions of a coalition and counts its people; answers people counted a second. */
export async function fillCounted(wiring: Wiring, actions: number, say: (line: string) => void): Promise<number> {
  await hurry(wiring, true);
  await fillCoalition(wiring, actions, say);
  await hurry(wiring, false);
  const start = performance.now();
  await countPeople(wiring);
  const perSecond = actions / ((performance.now() - start) / 1000);
  await wiring.db.raw('ANALYZE');
  wiring.coalitions.forget();
  return perSecond;
}

/** Filling SQLite needs room for indexes and no promise that rows outlast a crash; measuring has the program's own settings. */
async function hurry({ db }: Wiring, isFilling: boolean): Promise<void> {
  if (isPostgres(db)) return;
  const settings = isFilling
    ? ['synchronous = OFF', 'foreign_keys = OFF', 'cache_size = -1000000', 'wal_autocheckpoint = 100000']
    : ['synchronous = FULL', 'foreign_keys = ON', 'cache_size = -65536', 'wal_autocheckpoint = 8000'];
  for (const setting of settings) await db.raw(`PRAGMA ${setting}`);
  if (!isFilling) await db.raw('PRAGMA wal_checkpoint(TRUNCATE)');
}
