import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { findOrganization } from '../organizers/index.js';
import { countPeople, type Coalition } from '../partners/index.js';
import { momentText } from '../platform/clock.js';
import { writing } from '../platform/db.js';
import { BadCallError, print, tableText, warn, type Open } from '../platform/command-line.js';
import { InputError, messageOf } from '../platform/errors.js';
import { inTurn } from '../platform/in-turn.js';
import type { ExchangeTools } from './exchange/exchange-tools.js';
import { installationKey } from './exchange/installation-key.js';
import { joinCoalition, type Joined } from './exchange/join.js';
import { makeKeyFile, parseKeyFile } from './exchange/key-file.js';
import { mergeFile, type Merged } from './exchange/merge.js';
import { publishCoalition } from './exchange/publish.js';
import { deleteInstallation, listInstallations, type Installation } from './exchange/store-installations.js';
import { writeSecretFile, writeWholeFile } from './exchange/write-file.js';

/** The largest file that is read: 200 partners in 500 districts are some 30 MB. */
const MAX_FILE_BYTES = 64 * 2 ** 20;

type Flags = { readonly json?: boolean; readonly out?: string };

/** `clarion coalition list|key|join|publish|merge`. */
export function addCoalitionCommands(program: Command, open: Open<ExchangeTools>): void {
  const coalition = program.command('coalition').description('coalitions, also with partners on other installations');
  coalition
    .command('list')
    .description('the coalitions that are known here, and whose files are merged')
    .option('--json', 'print JSON')
    .action((flags: Flags) => open((tools) => list(tools, flags)));
  coalition
    .command('key')
    .description('write the file with which another installation takes part; it holds the shared secret')
    .argument('<coalition>', 'its short name')
    .option('--out <file>', 'where to (default: <coalition>-key.json)')
    .action((slug: string, flags: Flags) => open((tools) => writeKey(tools, slug, flags)));
  coalition
    .command('join')
    .description('take part in a coalition that is led on another installation')
    .argument('<file>', 'what `clarion coalition key` wrote there')
    .requiredOption('--organization <slug>', 'the organization here that takes part')
    .requiredOption('--as <code>', 'its code in the coalition’s links')
    .requiredOption('--accept <name>', 'who accepts the data agreement for it; the agreement is in the file')
    .option('--json', 'print JSON')
    .action((file: string, flags: JoinFlags) => open((tools) => join(tools, file, flags)));
  addFileCommands(coalition, open);
}

function addFileCommands(coalition: Command, open: Open<ExchangeTools>): void {
  coalition
    .command('publish')
    .description('write what was counted here, signed, for the other installations; no address is in it')
    .argument('<coalition>', 'its short name')
    .option('--out <file>', 'where to (default: standard output)')
    .action((slug: string, flags: Flags) => open((tools) => publish(tools, slug, flags)));
  coalition
    .command('merge')
    .description('take in what other installations published, each file in the place of the one before')
    .argument('<file...>', 'files that `clarion coalition publish` wrote')
    .option('--json', 'print JSON')
    .action((files: readonly string[], flags: Flags) => open((tools) => merge(tools, files, flags)));
  coalition
    .command('forget')
    .description('take what was merged from an installation away again')
    .argument('<coalition>', 'its short name')
    .argument('<installation>', 'its name, as `clarion coalition list` shows it')
    .action((slug: string, name: string) => open((tools) => forget(tools, slug, name)));
}

async function list(tools: ExchangeTools, flags: Flags): Promise<void> {
  const coalitions = await tools.coalitions.list();
  const listed = await inTurn(coalitions, async (one) => ({
    ...describe(one),
    installations: await listInstallations(tools.db, one.id),
  }));
  print({ installation: installationKey(tools.seal).id, coalitions: listed }, flags, () =>
    listed.length === 0
      ? 'No coalition is known here.'
      : tableText(
          listed.map(({ slug, name, partners, installations }) => [
            slug,
            name,
            `${partners} partners`,
            from(installations),
          ]),
        ),
  );
}

function describe({ slug, name, partners, campaignIds, leadOrganizationId, endedAt }: Coalition) {
  const isLedHere = leadOrganizationId !== null;
  return {
    slug,
    name,
    partners: partners.length,
    campaigns: campaignIds.length,
    isLedHere,
    hasEnded: endedAt !== null,
  };
}

function from(installations: readonly Installation[]): string {
  return installations.map(({ name, publishedAt }) => `${name}: ${momentText(publishedAt, 'UTC')}`).join('; ');
}

async function writeKey(tools: ExchangeTools, slug: string, flags: Flags): Promise<void> {
  const file = await makeKeyFile(tools, await tools.coalitions.get(slug));
  const path = flags.out ?? `${slug}-key.json`;
  await writeSecretFile(path, `${JSON.stringify(file, null, 2)}\n`);
  warn(`Written to ${path}, readable by you alone.`);
  warn(
    'Whoever has this file can publish numbers for the coalition, and can test whether an address that they know was',
  );
  warn('probably counted. Hand it to the partner’s operator in a safe way, and delete it then.');
}

type JoinFlags = Flags & { readonly organization: string; readonly as: string; readonly accept: string };

async function join(tools: ExchangeTools, path: string, flags: JoinFlags): Promise<void> {
  const key = parseKeyFile(await readText(path), basename(path));
  const organization = await findOrganization(tools.db, flags.organization);
  if (!organization)
    throw new BadCallError([
      { field: '--organization', message: `there is no organization ${flags.organization} here` },
    ]);
  const joined = await joinCoalition(tools, key, { organization, code: flags.as, who: flags.accept });
  print(joined, flags, () => joinedText(joined));
}

function joinedText({ coalition, campaigns, missing }: Joined): string {
  const there =
    campaigns.length > 0 ? `Its campaigns here: ${campaigns.join(', ')}.` : 'None of its campaigns is here.';
  const lacking =
    missing.length > 0
      ? ` Not here: ${missing.join(', ')}. A campaign under the same short name can be added on the coalition’s page.`
      : '';
  return `${coalition} is known here now. ${there}${lacking}`;
}

async function publish(tools: ExchangeTools, slug: string, flags: Flags): Promise<void> {
  await countPeople(tools);
  tools.coalitions.forget();
  const file = await publishCoalition(tools, await tools.coalitions.get(slug));
  const text = `${JSON.stringify(file)}\n`;
  if (flags.out === undefined) process.stdout.write(text);
  else await writeWholeFile(flags.out, text);
  warn(`As of ${momentText(file.body.publishedAt, 'UTC')}, signed by ${file.body.installation.name}.`);
}

async function merge(tools: ExchangeTools, files: readonly string[], flags: Flags): Promise<void> {
  const merged: Merged[] = [];
  const refused: string[] = [];
  for (const path of files) {
    try {
      merged.push(await mergeFile(tools, await readText(path), basename(path)));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      refused.push(messageOf(error));
    }
  }
  print({ merged, refused }, flags, () => merged.map(mergedText).join('\n'));
  for (const line of refused) warn(line);
  if (refused.length > 0) process.exitCode = 1;
}

function mergedText({ coalition, installation, installationId, publishedAt, isNew, newPartners }: Merged): string {
  const first = isNew
    ? ` Its key is remembered: ${installationId.slice(0, 16)}… Compare that with theirs (\`coalition list --json\`).`
    : '';
  const named = newPartners.length > 0 ? ` New partners by name: ${newPartners.join(', ')}.` : '';
  return `${coalition}: ${installation}, as of ${momentText(publishedAt, 'UTC')}.${first}${named}`;
}

async function forget(tools: ExchangeTools, slug: string, name: string): Promise<void> {
  const { id } = await tools.coalitions.get(slug);
  const forgotten = await writing(tools.db, (trx) => deleteInstallation(trx, id, name));
  if (!forgotten) throw new InputError([{ field: name, message: `nothing of it is merged into ${slug}` }]);
  warn(`What came from ${name} is gone; a file with another key may come under this name now.`);
}

async function readText(path: string): Promise<string> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new InputError([{ field: path, message: `cannot be read (${messageOf(error)})` }]);
  });
  if (bytes.length > MAX_FILE_BYTES) throw new InputError([{ field: path, message: 'is larger than 64 MB' }]);
  return bytes.toString('utf8');
}
