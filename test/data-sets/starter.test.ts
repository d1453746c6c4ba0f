import { expect } from 'chai';
import { listDataSets, loadStarterData, type StarterSet } from '../../src/data-sets/index.js';
import { congressLegislators, prepareRoster, starterSenate } from '../../src/offices/index.js';
import { usSenate } from '../../src/offices/bodies.js';
import { listOfficials } from '../../src/offices/store.js';
import { onEachDatabase } from '../support/databases.js';
import { importing, useImporter } from '../support/imports.js';
import { holdings, legislator, rosterFile } from '../support/rosters.js';

const COLORADO = {
  key: 'us-senate/co/class-2',
  bodyId: 'us-senate',
  division: 'ocd-division/country:us/state:co',
  name: 'U.S. Senator for Colorado',
  title: 'Senator',
};

/** The data that one version of the program ships. */
function shipped(asOf: string, senator: string): StarterSet {
  const file = rosterFile([usSenate], [[COLORADO, senator]]);
  return {
    ...starterSenate,
    asOf,
    checksum: `${asOf} ${senator}`,
    prepare: () => Promise.resolve(prepareRoster(file, { path: 'us-senate.csv', options: { force: true } })),
  };
}

onEachDatabase('the data that ship with the program', (db) => {
  const congress = useImporter(congressLegislators, db);
  const start = async (...sets: StarterSet[]): Promise<string[]> =>
    (await loadStarterData({ ...importing, db: db() }, sets)).map(({ dataSet }) => dataSet.asOf);
  const senators = async (): Promise<string[]> =>
    holdings(await listOfficials(db(), ['us-senate'])).map((line) => line.replace(/.*: /, ''));
  const ana = JSON.stringify([legislator('A1', 'Ana Lima', { type: 'sen', state: 'CO', class: 2 })]);

  it('are loaded once', async () => {
    const set = shipped('2026-06-15', 'Ben Okafor');
    expect(await start(set)).to.deep.equal(['2026-06-15']);
    expect(await start(set)).to.deep.equal([]);
    expect(await senators()).to.deep.equal(['Ben Okafor']);
  });

  it('are replaced by those of a newer program, which an older one leaves alone', async () => {
    const [older, newer] = [shipped('2026-06-15', 'Ben Okafor'), shipped('2026-12-01', 'Cleo Roth')];
    await start(older);
    expect(await start(newer)).to.deep.equal(['2026-12-01']);
    expect(await start(older)).to.deep.equal([]);
    expect(await senators()).to.deep.equal(['Cleo Roth']);
    expect((await listDataSets(db())).map(({ asOf }) => asOf)).to.deep.equal(['2026-12-01']);
  });

  it('do not come over a fresher file, nor back after it', async () => {
    const set = shipped('2026-06-15', 'Ben Okafor');
    await congress.importText({ text: ana, options: { asOf: '2026-06-15' } });
    expect(await start(set)).to.deep.equal([]);
    await congress.importText({ text: ana, options: { asOf: '2026-07-01' } });
    expect(await start(shipped('2026-06-30', 'Cleo Roth'))).to.deep.equal([]);
    expect(await senators()).to.deep.equal(['Ana Lima']);
  });

  it('are no longer listed once a file holds the whole body, and keep that file from being older', async () => {
    await start(shipped('2026-06-15', 'Ben Okafor'));
    const [fault] = await congress.faultsOf({ text: ana, options: { asOf: '2025-09-15' } });
    expect(fault?.message).to.include('data as of 2026-06-15 are loaded for us-senate (Members of the U.S. Senate)');
    await congress.importText(ana);
    expect((await listDataSets(db())).map(({ source }) => source)).to.deep.equal(['congress-legislators']);
    expect(await start(shipped('2026-06-15', 'Ben Okafor'))).to.deep.equal([]);
  });

  it('come once over an older file, and not again after somebody forced that file back', async () => {
    const set = shipped('2026-06-15', 'Ben Okafor');
    await congress.importText({ text: ana, options: { asOf: '2025-09-15' } });
    expect(await start(set)).to.deep.equal(['2026-06-15']);
    await congress.importText({ text: ana, options: { asOf: '2025-09-15', force: true } });
    expect(await start(set)).to.deep.equal([]);
    expect(await senators()).to.deep.equal(['Ana Lima']);
  });
});
