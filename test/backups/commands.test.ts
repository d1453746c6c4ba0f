import { randomBytes } from 'node:crypto';
import { copyFileSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { withoutPassword } from '../../src/backups/postgres-tools.js';
import { openDb, query, type Db } from '../../src/platform/db.js';
import { runHere, useSeededFolder, type Ended } from '../support/program.js';
import { needDatabase, postgresUrl } from '../support/services.js';
import { createWorld, ana, CITY } from '../support/world.js';
import { loadCampaignFolder } from '../../src/campaigns/index.js';
import { programPath } from '../../src/platform/paths.js';

describe('an organizer who backs up and restores', () => {
  const folder = useSeededFolder();
  const names: string[] = [];
  after(async () => {
    for (const name of names) await onServer(`DROP DATABASE ${name} WITH (FORCE)`);
  });

  const onServer = async (sql: string): Promise<void> => {
    const admin = openDb(postgresUrl ?? '');
    try {
      await admin.raw(sql);
    } finally {
      await admin.destroy();
    }
  };
  const newPostgres = async (): Promise<string> => {
    const name = `clarion_test_${randomBytes(6).toString('hex')}`;
    await onServer(`CREATE DATABASE ${name}`);
    names.push(name);
    const url = new URL(postgresUrl ?? '');
    url.pathname = `/${name}`;
    return url.href;
  };
  const run = (url: string, ...args: string[]): Promise<Ended> =>
    runHere(args, folder(), { DATABASE_URL: url, SECRET: 'a secret for tests only, nothing else' });
  /** Four letters of one person, three of them by mail. */
  const write = async (url: string): Promise<void> => {
    const db = openDb(url);
    try {
      const world = createWorld({ db });
      await loadCampaignFolder(world, programPath('campaigns', CITY));
      await world.http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter: ana }).expect(201);
    } finally {
      await db.destroy();
    }
  };
  const inside = async <Result>(url: string, work: (db: Db) => Promise<Result>): Promise<Result> => {
    const db = openDb(url);
    return work(db).finally(() => db.destroy());
  };
  const holds = (url: string): Promise<{ hold: string | null }[]> =>
    inside(url, (db) => query(db, `SELECT hold FROM deliveries WHERE channel = 'smtp'`));

  it('gets a whole copy of SQLite for the owner alone, with a mark, while others write', async () => {
    const url = `sqlite:${folder()}/var/clarion.sqlite`;
    await write(url);
    const open = openDb(url);
    await open.transaction(async (trx) => {
      await trx.raw('PRAGMA user_version = 0');
      const { code, stdout, stderr } = await run(url, 'backup', '--to', 'copies/', '--json');
      expect(code, stderr).to.equal(0);
      const backup = JSON.parse(stdout) as { file: string };
      expect(backup).to.include({ actions: 1, letters: 4, differences: 0 });
      expect(statSync(backup.file).mode & 0o777).to.equal(0o600);
    });
    await open.destroy();
    const files = readdirSync(`${folder()}/copies`);
    expect(files, 'nothing half done is left').to.have.length(1);
    const [copied] = await inside(`sqlite:${folder()}/copies/${files[0]}`, (db) => query(db, 'SELECT * FROM copies'));
    expect(copied).to.include({ held_at: null });
    expect(await inside(url, (db) => query(db, 'SELECT * FROM copies')), 'the live one').to.deep.equal([]);
  });

  it('keeps as many as are to be kept, and touches nothing else', async () => {
    const url = `sqlite:${folder()}/var/clarion.sqlite`;
    const made = ['clarion-20260101T000000000Z.sqlite', 'clarion-20260102T000000000Z.sqlite', 'clarion-notes.sqlite'];
    await run(url, 'backup');
    for (const name of made) writeFileSync(`${folder()}/var/backups/${name}`, 'x');
    await run(url, 'backup', '--to', 'other.sqlite');
    expect((await run(url, 'backup', '--to', 'other.sqlite')).stderr).to.include('is there already');
    const { stdout } = await run(url, 'backup', '--keep', '2');
    expect(stdout).to.include('Removed: clarion-20260102T000000000Z.sqlite, clarion-20260101T000000000Z.sqlite');
    expect(readdirSync(`${folder()}/var/backups`))
      .to.have.length(3)
      .and.include('clarion-notes.sqlite');
    expect((await run(url, 'backup', '--keep', 'all')).code).to.equal(2);
  });

  it('puts a backup back, with all that waited held; also where somebody just copies the file', async () => {
    const url = `sqlite:${folder()}/var/clarion.sqlite`;
    await write(url);
    await run(url, 'backup', '--to', 'backup.sqlite');
    const refused = await run(url, 'restore', 'backup.sqlite');
    expect([refused.code, refused.stderr]).to.match(/people's data.*--replace/);

    const { stdout, code } = await run(url, 'restore', 'backup.sqlite', '--replace');
    expect(code).to.equal(0);
    expect(stdout).to.include('1 actions, 4 letters').and.include('3 letters are held back').and.include('.before-');
    expect(await holds(url)).to.deep.equal(Array(3).fill({ hold: 'restored' }));
    expect(await holds(`sqlite:${folder()}/var/${asideIn(folder())}`)).to.deep.equal(Array(3).fill({ hold: null }));

    copyFileSync(`${folder()}/backup.sqlite`, `${folder()}/copied.sqlite`);
    const settled = await run(`sqlite:${folder()}/copied.sqlite`, 'restore', 'settle', '--json');
    expect(JSON.parse(settled.stdout)).to.include({ left: 3 });
  });

  it('is told what is wrong with a file, and nothing is changed then', async () => {
    const url = `sqlite:${folder()}/var/new.sqlite`;
    await run(`sqlite:${folder()}/var/clarion.sqlite`, 'backup', '--to', 'backup.sqlite');
    const backup = `${folder()}/backup.sqlite`;
    writeFileSync(`${folder()}/text.txt`, 'a text');
    expect((await run(url, 'restore', 'text.txt')).stderr).to.include('is no backup of Clarion');
    expect((await run(url, 'restore', 'none')).stderr).to.include('cannot be read');
    await inside(`sqlite:${backup}`, (db) => db('knex_migrations').insert({ name: '20990101-01-later', batch: 9 }));
    expect((await run(url, 'restore', 'backup.sqlite')).stderr).to.include('a newer Clarion');
    truncateSync(backup, Math.floor(readFileSync(backup).length / 2));
    const damaged = await run(url, 'restore', 'backup.sqlite');
    expect([damaged.code, damaged.stderr]).to.match(/^1,.*is damaged/);
    expect(readdirSync(`${folder()}/var`)).not.to.include('new.sqlite');
    const inUse = openDb(`sqlite:${folder()}/var/clarion.sqlite`);
    await inUse.raw('SELECT 1 FROM copies');
    const busy = await run(`sqlite:${folder()}/var/clarion.sqlite`, 'restore', 'backup.sqlite');
    await inUse.destroy();
    expect(busy.stderr).to.include('is in use');
  });

  it('does the same on PostgreSQL with its own programs', async function () {
    needDatabase(this, 'PostgreSQL');
    const [url, other] = [await newPostgres(), await newPostgres()];
    await run(url, 'data', 'status');
    await write(url);
    const made = await run(url, 'backup', '--to', 'backup.dump');
    expect(made.stdout, made.stderr).to.include('1 actions and 4 letters');
    expect(await inside(url, (db) => db('copies')), 'the live one').to.deep.equal([]);
    expect((await run(url, 'restore', 'backup.dump')).stderr).to.include("people's data in the database");
    const restored = await run(other, 'restore', 'backup.dump');
    expect(restored.stdout, restored.stderr).to.include('3 letters are held back');
    expect(await holds(other)).to.deep.equal(Array(3).fill({ hold: 'restored' }));
    expect((await run(`sqlite:${folder()}/x.sqlite`, 'restore', 'backup.dump')).stderr).to.include(
      'DATABASE_URL names',
    );
    const path = process.env['PATH'];
    process.env['PATH'] = folder();
    try {
      expect((await run(url, 'backup', '--to', 'more.dump')).stderr).to.include('was not found on the PATH');
    } finally {
      process.env['PATH'] = path;
    }
    expect(readdirSync(folder())).not.to.include('more.dump');
  });

  it('never has a password on a command line', () => {
    expect(withoutPassword('postgres://ana:p%40ss@db.example:5432/clarion?sslmode=require')).to.deep.equal({
      url: 'postgres://ana@db.example:5432/clarion?sslmode=require',
      password: 'p@ss',
    });
    const named = withoutPassword('postgresql:///clarion?host=/run/pg&password=x&user=ana');
    expect(named).to.deep.equal({ url: 'postgresql:///clarion?host=/run/pg&user=ana', password: 'x' });
    expect(withoutPassword('postgres://db.example/clarion')).to.deep.equal({
      url: 'postgres://db.example/clarion',
      password: undefined,
    });
  });
});

function asideIn(folder: string): string {
  return readdirSync(`${folder}/var`).find((name) => name.includes('.before-')) ?? '';
}
