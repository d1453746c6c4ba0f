import { parse } from 'csv-parse/sync';
import { expect } from 'chai';
import request, { type Response } from 'supertest';
import { createApp } from '../../src/app.js';
import type { Db } from '../../src/platform/db.js';
import { seedConsole } from '../support/console-seed.js';
import { PERSONAL, tokenFor, tokensOf } from '../support/personal-links.js';
import { fillPath, routesOf } from '../support/routes.js';
import { CITY, createWorld, useFolder, useWorld } from '../support/world.js';

/** A formula for spreadsheets, an element with a handler for pages, a field for templates. */
const HOSTILE = `=1+1"'><img src=x onerror=alert(7)></textarea></title>{{constructor.constructor}}`;
const ELEMENT = '<img src=x onerror';

/** Columns that hold what a person, an organizer, a partner or an office wrote, in whatever table. */
const TYPED = [
  ...['name', 'given_name', 'family_name', 'salutation', 'title', 'text', 'note', 'reason', 'why', 'summary', 'street'],
  ...[
    'own_words',
    'question',
    'intro',
    'opt_in_text',
    'who',
    'detail',
    'subject',
    'agreement',
    'postal_address',
    'party',
  ],
];

/** Names that the program itself gives and compares. */
const OWN_TABLES = /^(?:knex_|sqlite_|revisions$|data_sets$|.*_counts$)/;

const STREAM = /\/live$/;

describe('what people, organizers, partners and offices are called and write', function () {
  this.timeout(90_000);
  const world = useWorld({ keepsStarterPlaces: true });
  const folder = useFolder();

  it('is text on every page and in every file, and nothing else', async () => {
    const seeded = await seedConsole(world(), folder());
    const tokens = await tokensOf(world(), seeded);
    const spoilt = await spoil(world().db);
    expect(spoilt).to.have.length.above(25);
    // Nothing of before is remembered.
    const fresh = createWorld({ db: world().db, places: world().places });
    const { worker, channel, mailer } = fresh;
    const app = createApp(fresh, { isTooMuch: () => false });
    const http = request.agent(app);
    http.set('Cookie', `clarion=${seeded.owner.cookie}`);
    const parts = { ...seeded.parts, organization: seeded.owner.base.split('/')[2] ?? '', slug: CITY, source: 'x' };
    const faults: string[] = [];
    const shown: string[] = [];
    for (const { path } of routesOf(app).filter(({ method, path }) => method === 'get' && !STREAM.test(path))) {
      const response = await http.get(fillPath(path, { ...parts, token: tokenFor(path, tokens) }));
      if (response.status >= 500) faults.push(`${path}: ${response.status}`);
      if (PERSONAL.includes(path) && response.status !== 200) faults.push(`${path}: ${response.status}`);
      const { fault, isShown } = look(response);
      if (fault !== undefined) faults.push(`${path}: ${fault}`);
      if (isShown) shown.push(path);
    }
    await Promise.all([worker.stop(), channel.close(), mailer.close()]);
    expect(faults).to.deep.equal([]);
    expect(shown, 'pages and files that show it').to.have.length.above(50);
    for (const path of ['/r/:token', '/reports/:token', '/console/:organization/people.csv'])
      if (routesOf(app).some((route) => route.path === path)) expect(shown).to.include(path);
  });
});

/** Puts the hostile text before what was typed, in each column that holds such; answers which those are. */
async function spoil(db: Db): Promise<string[]> {
  const isPg = (db.client as { config: { client: string } }).config.client === 'pg';
  const listed: unknown = await db.raw(
    isPg
      ? 'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()'
      : `SELECT name FROM sqlite_master WHERE type = 'table'`,
  );
  const tables = isPg ? (listed as { rows: { name: string }[] }).rows : (listed as { name: string }[]);
  const spoilt: string[] = [];
  for (const { name: table } of tables.filter(({ name }) => !OWN_TABLES.test(name))) {
    const columns = Object.keys(await db(table).columnInfo()).filter((column) => TYPED.includes(column));
    for (const column of columns) {
      await db.raw('UPDATE ?? SET ?? = ? || ?? WHERE ?? IS NOT NULL', [table, column, HOSTILE, column, column]);
      spoilt.push(`${table}.${column}`);
    }
  }
  return spoilt;
}

function look(response: Response): { readonly fault?: string; readonly isShown: boolean } {
  const { type } = response;
  const text = (response.text as string | undefined) ?? '';
  const isShown = text.includes('onerror=alert(7)') || text.includes('onerror&#x3D;alert(7)');
  if (/html|xml|svg/.test(type)) {
    const at = text.indexOf(ELEMENT);
    if (at >= 0) return { fault: text.slice(Math.max(0, at - 60), at + 20), isShown };
  }
  if (type === 'text/csv') {
    const rows = parse(text, { bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true });
    const cell = rows.flat().find((one) => /^\s*=/.test(one));
    if (cell !== undefined) return { fault: `a formula: ${cell.slice(0, 40)}`, isShown };
  }
  return { isShown };
}
