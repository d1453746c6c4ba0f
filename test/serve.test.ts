import { expect } from 'chai';
import { openDb, query } from '../src/platform/db.js';
import { createLog } from '../src/platform/log.js';
import { serve } from '../src/serve.js';
import { createWiring } from '../src/wiring.js';
import { onEachBareDatabase } from './support/databases.js';
import { testConfig } from './support/world.js';

onEachBareDatabase('two processes that start together on a new data base', (base) => {
  it('both come up, and load everything once between them', async function () {
    this.timeout(60_000);
    const { url } = base();
    const second = openDb(url);
    const config = testConfig({ PORT: 0, DATABASE_URL: url });
    const wirings = [base().db, second].map((db) => createWiring(config, { db, log: createLog('silent') }));
    const said: string[] = [];
    const parts = [
      { web: true, worker: false },
      { web: false, worker: true },
    ];
    const started = await Promise.allSettled(
      wirings.map((wiring, index) => serve(wiring, parts[index] ?? expect.fail(), (line) => void said.push(line))),
    );
    try {
      const failures = started.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
      expect(failures).to.deep.equal([]);
      expect(new Set(said).size, 'nothing is told twice').to.equal(said.length);
      const setup = said.filter((line) =>
        /^Make the first account here.* http:\/\/localhost:\d+\/setup\/[\w-]{22}$/.test(line),
      );
      expect(setup, 'one link for the first account').to.have.length(1);
      const db = openDb(url);
      try {
        const sets = await query<{ source: string; copies: number }>(
          db,
          'SELECT source, checksum, COUNT(*) AS copies FROM data_sets GROUP BY source, checksum',
        );
        expect(sets.map(({ source, copies }) => `${source} ${copies}`)).to.have.members([
          'zip-states 1',
          'us-senate 1',
          'campaign-list 1',
        ]);
        const versions = await query<{ number: number }>(db, 'SELECT DISTINCT number FROM campaign_versions');
        expect(versions).to.deep.equal([{ number: 1 }]);
      } finally {
        await db.destroy();
      }
    } finally {
      for (const one of started) if (one.status === 'fulfilled') await one.value.stop();
    }
  });
});
