import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { noteAct } from '../organizers/index.js';
import { print, tableText, warn, type Open } from '../platform/command-line.js';
import { writing } from '../platform/db.js';
import { NotFoundError } from '../platform/errors.js';
import { canonicalEmail } from '../supporters/index.js';
import { readStored, rewriteAll } from './data-keys.js';
import { eraseSupporter, type EraseTools, type Erased } from './erase.js';
import { exportedText, exportOptedIn, type Exported } from './export.js';
import { exportPerson, type PersonExportTools } from './export-person.js';
import { getOrganization, type PeopleSettings } from './store-organization.js';
import { findByEmailKey } from './store-person.js';

export type PeopleCommandTools = EraseTools & PersonExportTools;

type ExportFlags = {
  readonly organization: string;
  readonly campaign?: string;
  readonly person?: string;
  readonly to?: string;
};

type EraseFlags = { readonly organization: string; readonly finishLetters?: boolean; readonly json?: boolean };

/** `clarion data-keys status|encrypt|decrypt`. */
export function addDataKeyCommands(program: Command, open: Open<Pick<PeopleCommandTools, 'db'>>): void {
  const keys = program.command('data-keys').description('encryption of what tells who people are (DATA_KEYS)');
  keys
    .command('status')
    .description('show under which key each private column is stored; reads all rows')
    .option('--json', 'print JSON')
    .action((flags: { readonly json?: boolean }) => open(({ db }) => showStored(db, flags)));
  keys
    .command('encrypt')
    .description('store everything under the newest key; can be broken off, and runs beside a running server')
    .action(() => open(({ db }) => rewrite(db, 'newest')));
  keys
    .command('decrypt')
    .description('store everything without encryption; stop all servers first')
    .action(() => open(({ db }) => rewrite(db, 'plain')));
}

async function showStored(db: PeopleCommandTools['db'], flags: { readonly json?: boolean }): Promise<void> {
  const columns = await readStored(db);
  const words = columns.flatMap(({ column, stored }) =>
    stored.map(({ key, texts }) => [column, key ?? 'not encrypted', String(texts)]),
  );
  print(columns, flags, () => tableText([['COLUMN', 'KEY', 'TEXTS'], ...words]));
}

async function rewrite(db: PeopleCommandTools['db'], to: 'newest' | 'plain'): Promise<void> {
  await rewriteAll(db, to);
  print({}, {}, () =>
    to === 'newest'
      ? 'Everything is stored under the newest key. The others can be taken out of DATA_KEYS.'
      : 'Nothing is encrypted any more. DATA_KEYS can be taken out of the settings.',
  );
}

/** `clarion supporters export|erase`. */
export function addPeopleCommands(program: Command, open: Open<PeopleCommandTools>): void {
  const supporters = program.command('supporters').description('the people who wrote, by organization');
  supporters
    .command('export')
    .description('print those who agreed to hear from an organization as CSV, or one person whole as JSON')
    .requiredOption('--organization <slug>', 'whose supporters')
    .option('--campaign <slug>', 'only those who agreed in this campaign')
    .option('--person <email>', 'all that is kept about this one person, as JSON')
    .option('--to <file>', 'write into this file')
    .action((flags: ExportFlags) => open((tools) => runExport(tools, flags)));
  supporters
    .command('erase <email>')
    .description('erase one person: counts stay, everything that tells who they are goes')
    .requiredOption('--organization <slug>', 'whose supporter')
    .option('--finish-letters', 'let letters that have not left go out first, for seven days at the most')
    .option('--json', 'print JSON')
    .action((email: string, flags: EraseFlags) => open((tools) => runErase(tools, email, flags)));
}

async function runExport(tools: PeopleCommandTools, flags: ExportFlags): Promise<void> {
  const organization = await getOrganization(tools.db, flags.organization);
  const organizationId = organization.id;
  if (flags.person !== undefined) {
    const supporterId = await idOf(tools, organization, flags.person);
    const person = JSON.stringify(await exportPerson(tools, { organizationId, supporterId }), null, 2);
    await write([`${person}\n`], flags.to);
    await note(tools, organization, { did: 'exported one supporter', about: `supporter:${supporterId}`, detail: '' });
    return;
  }
  const exported: Exported = { rows: 0, leftOut: 0, isWhole: false };
  const campaignId = await campaignOf(tools, organization, flags.campaign);
  try {
    await write(exportOptedIn(tools, { organizationId, slug: organization.slug, campaignId }, exported), flags.to);
  } finally {
    const about = flags.campaign === undefined ? '' : `campaign:${flags.campaign}`;
    await note(tools, organization, { did: EXPORTED, about, detail: exportedText(exported) });
  }
  warn(`${exportedText(exported)}.`);
}

/** What the log says whoever exports. */
export const EXPORTED = 'exported the people who agreed to hear from the organization';

/** @throws NotFoundError */
async function campaignOf(
  { campaigns }: PeopleCommandTools,
  organization: PeopleSettings,
  slug: string | undefined,
): Promise<string | undefined> {
  if (slug === undefined) return undefined;
  const campaign = await campaigns.get(slug);
  if (campaign.organizationId === organization.id) return campaign.id;
  throw new NotFoundError(`${organization.slug} has no campaign called ${slug}.`);
}

async function write(content: AsyncIterable<string> | Iterable<string>, file: string | undefined): Promise<void> {
  const readable = Readable.from(content);
  // Only who runs this may read it: it is a list of people.
  if (file !== undefined) await pipeline(readable, createWriteStream(file, { mode: 0o600 }));
  else for await (const chunk of readable) process.stdout.write(String(chunk));
}

async function runErase(tools: PeopleCommandTools, email: string, flags: EraseFlags): Promise<void> {
  const organization = await getOrganization(tools.db, flags.organization);
  const supporterId = await idOf(tools, organization, email);
  const waiting = flags.finishLetters ? 'finish' : 'cancel';
  const who = { organizationId: organization.id, supporterId };
  const erased = await eraseSupporter(tools, who, { userId: null, who: COMMAND_LINE, waiting });
  await note(tools, organization, { did: 'erased a supporter', about: `supporter:${supporterId}`, detail: '' });
  print({ supporter: supporterId, ...erased }, flags, () => erasedText(erased));
}

function erasedText({ isDone, onTheirWay, actions }: Erased): string {
  const rows = `${actions} ${actions === 1 ? 'action stays' : 'actions stay'} counted`;
  return isDone
    ? `Erased; ${rows}.`
    : `${onTheirWay} ${onTheirWay === 1 ? 'letter is' : 'letters are'} still on the way; a worker erases the person once that has ended. ${rows}.`;
}

/** @throws NotFoundError */
async function idOf(tools: PeopleCommandTools, organization: PeopleSettings, email: string): Promise<string> {
  const found = await findByEmailKey(tools.db, organization.id, canonicalEmail(email) ?? email);
  if (!found) throw new NotFoundError(`Nobody has this address among the supporters of ${organization.slug}.`);
  return found.id;
}

const COMMAND_LINE = 'the command line';

async function note(
  tools: PeopleCommandTools,
  organization: PeopleSettings,
  act: { readonly did: string; readonly about: string; readonly detail: string },
): Promise<void> {
  const whole = { organizationId: organization.id, userId: null, who: COMMAND_LINE, ...act };
  await writing(tools.db, (trx) => noteAct(tools, trx, whole));
}
