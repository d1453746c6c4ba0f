import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { runHere, runProgram, useSeededFolder, type Ended } from './support/program.js';
import { sharedData } from './support/services.js';

type Lookup = {
  status: string;
  districts: string[];
  officials: { name: string; office: string }[];
  notes: string[];
  missing: string[];
};

describe('the command line', () => {
  const folder = useSeededFolder();
  const run = (...args: string[]): Promise<Ended> => runHere(args, folder());
  const json = async (...args: string[]): Promise<unknown> =>
    JSON.parse((await run(...args, '--json')).stdout) as unknown;

  it('explains itself at every level', async () => {
    for (const args of [
      [],
      ['data'],
      ['data', 'import'],
      ['campaigns', 'check'],
      ['deliveries', 'retry'],
      ['lookup'],
    ]) {
      const { code, stdout } = await run(...args, '--help');
      expect(code, args.join(' ')).to.equal(0);
      expect(stdout).to.include('Usage: clarion');
    }
  });

  it('ends with 2 when it is called wrongly, with 1 when something failed', async () => {
    expect((await runProgram(['dance'], folder())).code).to.equal(2);
    expect((await run('data', 'import', 'nonsense', 'x.csv')).code).to.equal(2);
    expect((await run('lookup', '8020')).code).to.equal(2);
    expect((await run('deliveries', 'list', '--state', 'lost')).code).to.equal(2);
    const missing = await run('data', 'import', 'officials', 'missing.csv');
    expect(missing.code).to.equal(1);
    expect(missing.stderr).to.include('missing.csv').and.to.include('cannot be read');
  });

  it('names the right senators on a bare machine, and says what is missing', async () => {
    const beverlyHills = (await json('lookup', '90210')) as Lookup;
    expect(beverlyHills.officials.map(({ name }) => name)).to.have.members(['Alex Padilla', 'Adam B. Schiff']);
    expect(beverlyHills.missing.join(' ')).to.include('clarion data update us');
    const denver = (await json('lookup', '80202')) as Lookup;
    expect(denver.officials.map(({ name }) => name)).to.have.members(['Michael F. Bennet', 'John W. Hickenlooper']);
  });

  it('asks between districts once the rosters are loaded, and explains the capital', async function () {
    const rosters = sharedData(this, 'us-congress-legislators', 'legislators-current.json.gz');
    const districts = sharedData(this, 'us-zip-to-district', 'zccd.csv.gz');
    const imported = await run('data', 'import', 'congress-legislators', rosters, '--as-of', '2026-06-15');
    expect(imported.stdout).to.include('added 437').and.to.include('as of 2026-06-15');
    expect(imported.stderr).to.include('100 %');
    await run('data', 'import', 'zip-districts', districts, '--as-of', '2024-11-12');

    const denver = (await json('lookup', '80202')) as Lookup;
    expect(denver).to.include({ status: 'exact' });
    expect(denver.districts).to.deep.equal(['CO-01']);
    expect(denver.officials.map(({ name }) => name)).to.include('Diana DeGette');

    const hazelGreen = (await json('lookup', '53811')) as Lookup;
    expect(hazelGreen.status).to.equal('choose');
    expect(hazelGreen.districts).to.deep.equal(['WI-02', 'WI-03']);

    const capital = (await json('lookup', '20001')) as Lookup;
    expect(capital.officials.map(({ office }) => office)).to.deep.equal(['us-house/dc/at-large']);
    expect(capital.notes.join(' ')).to.include('delegate').and.to.include('no senators');

    const status = await run('data', 'status');
    expect(status.stdout).to.match(/congress-legislators\s+us-house, us-senate\s+2026-06-15\s+\d+ days/);
  });

  it('updates from a folder of files by the names they usually have', async function () {
    const { code, stdout, stderr } = await run('data', 'update', 'us', '--from', sharedData(this));
    expect(code, stderr).to.equal(0);
    expect(stdout).to.include('Members of the U.S. Congress: 537').and.to.include('State legislators: 7451');
  });

  it('makes a campaign folder that passes the check, and names each fault in one that does not', async () => {
    await run('campaigns', 'new', 'my-campaign');
    expect((await run('campaigns', 'check', 'my-campaign')).stdout).to.include('no faults');
    const file = join(folder(), 'my-campaign', 'campaign.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('title:', 'titel:').replace('us-senate', 'us-senat'));
    const { code, stderr } = await run('campaigns', 'check', 'my-campaign');
    expect(code).to.equal(1);
    expect(stderr).to.match(/campaign\.yaml:2:1 titel: .*did you mean "title"/);
    expect(stderr).to.match(/campaign\.yaml:1:1 title: is missing/);
  });

  it('previews the letters of a folder that is not loaded', async () => {
    await run('campaigns', 'new', 'my-campaign');
    const { stdout } = await run('campaigns', 'preview', 'my-campaign', '--at', '80202', '--own-words', 'I live here.');
    expect(stdout).to.include('Dear Senator Bennet,\n\nI live here.\n\nWrite here');
  });

  it('shows the settings in force without secrets', async () => {
    const env = {
      SMTP_URL: 'smtp://me:hunter22@127.0.0.1',
      MAIL_FROM: 'letters@mail.clarion.example',
      SECRET: 'x'.repeat(40),
    };
    const { stdout } = await runHere(['config'], folder(), env);
    expect(stdout)
      .to.include('smtp://me:(hidden)@127.0.0.1')
      .and.to.match(/SECRET\s+\(hidden\)\s+environment/);
    expect(stdout).not.to.include('hunter22');
  });

  it('reports every fault of the environment at once', async () => {
    const { code, stderr } = await runHere(['config'], folder(), {
      PORT: 'door',
      SMTP_URL: 'http://x',
      LOG_LEVEL: 'loud',
    });
    expect(code).to.equal(1);
    for (const name of ['PORT', 'SMTP_URL', 'LOG_LEVEL']) expect(stderr).to.include(`environment ${name}:`);
  });

  it('leaves everything as it was when an import fails half-way', async () => {
    writeFileSync(
      join(folder(), 'board.csv'),
      'name,office,body,email\nMia Stone,Chair,School Board,mia@board.example\nNo Mail,Member,School Board,nonsense\n',
    );
    const { code, stderr } = await run('data', 'import', 'officials', 'board.csv');
    expect(code).to.equal(1);
    expect(stderr).to.include('board.csv:3 email: "nonsense" is not one e-mail address');
    expect(await json('data', 'status')).to.have.length(2);
    expect(existsSync(join(folder(), 'var', 'clarion.sqlite'))).to.equal(true);
  });
});
