#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { createFolderPreview } from './actions/index.js';
import { addBackupCommands } from './backups/index.js';
import { addCampaignCommands } from './campaigns/index.js';
import { addCoalitionCommands } from './comparison/index.js';
import { describeConfig, environmentWith, readConfig } from './config.js';
import { addCountsCommands } from './counts/index.js';
import { addDataCommands } from './data-sets/index.js';
import { addBounceCommands, addDeliveryCommands } from './deliveries/index.js';
import { addDoctorCommand, type DoctorSettings } from './doctor/index.js';
import { doctorSettings } from './doctor-settings.js';
import { usPublicFiles } from './offices/index.js';
import { addDataKeyCommands, addPeopleCommands } from './people/index.js';
import { addUserCommands } from './organizers/index.js';
import { checkPeople, peopleDifferenceText } from './partners/index.js';
import { BadCallError, print, tableText } from './platform/command-line.js';
import { ConflictError, InputError, messageOf, NotFoundError } from './platform/errors.js';
import { createLog } from './platform/log.js';
import { migrate, NewerDatabaseError } from './platform/migrations.js';
import { programVersion } from './platform/paths.js';
import { useDataKeys } from './platform/data-keys.js';
import { createEmbeddedQueue } from './platform/queue/index.js';
import { serve, type Parts } from './serve.js';
import { addLookupCommand } from './targets/index.js';
import { closeWiring, createWiring, loadStarter, type Wiring } from './wiring.js';

/** How long the program waits for letters and requests under way before it ends anyway. */
const FORCED_EXIT_MS = 20_000;

const EXIT_FAILED = 1;
const EXIT_BAD_CALL = 2;

type CommandTools = Wiring & {
  readonly publicFiles: typeof usPublicFiles;
  readonly cacheFolder: string;
  readonly baseUrl: string;
  readonly previewFolder: ReturnType<typeof createFolderPreview>;
  readonly checkPeople: (options: { readonly repair: boolean }) => Promise<readonly string[]>;
};

await main(process.argv);

async function main(argv: readonly string[]): Promise<void> {
  try {
    await buildProgram().parseAsync(withPoints(argv));
  } catch (error) {
    process.exitCode = report(error);
  }
}

function buildProgram(): Command {
  const program = new Command('clarion')
    .description('Constituent advocacy campaigns: find representatives, send letters, account for each of them.')
    .version(programVersion)
    .showHelpAfterError('(add --help for the ways to call this)')
    .exitOverride();
  addServeCommands(program);
  addDataCommands(program, open);
  addCampaignCommands(program, open);
  addLookupCommand(program, open);
  addCountsCommands(program, open);
  addDeliveryCommands(program, open);
  addUserCommands(program, open);
  addDoctorCommand(program, openAsIs);
  addBounceCommands(program, open);
  addPeopleCommands(program, open);
  addDataKeyCommands(program, open);
  addCoalitionCommands(program, open);
  addBackupCommands(program, { open, openAsIs: (work) => openAsIs((tools) => work({ ...tools, environmentWith })) });
  program
    .command('config')
    .description('show the settings in force, with secrets hidden')
    .option('--json', 'print JSON')
    .action((flags: { readonly json?: boolean }) => {
      const settings = describeConfig(readConfig());
      print(settings, flags, () => tableText(settings.map(({ name, value, from }) => [name, value, from])));
    });
  return program;
}

function addServeCommands(program: Command): void {
  const commands: readonly [string, string, Parts][] = [
    ['start', 'serve pages and send letters in one process', { web: true, worker: true }],
    ['web', 'serve pages only', { web: true, worker: false }],
    ['worker', 'send letters only', { web: false, worker: true }],
  ];
  for (const [name, description, parts] of commands) {
    program
      .command(name)
      .description(description)
      .action(() => run(parts));
  }
}

/** Serves until the process is told to stop. */
async function run(parts: Parts): Promise<void> {
  const wiring = createWiring(readConfig());
  const say = (line: string): void => void process.stdout.write(line + '\n');
  const running = await serve(wiring, parts, say);
  const { SMTP_URL } = wiring.config;
  if (running.address) say(`Clarion is at ${running.address}`);
  if (parts.worker)
    say(
      SMTP_URL
        ? 'Letters are sent by SMTP.'
        : `Letters are not sent: no SMTP_URL is set. See them at ${wiring.config.BASE_URL}/outbox`,
    );
  say('Press Ctrl-C to stop.');
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve);
  });
  say('Stopping: letting what is under way end.');
  setTimeout(() => process.exit(EXIT_FAILED), FORCED_EXIT_MS).unref();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(EXIT_FAILED));
  await running.stop();
  say('Stopped.');
  process.exit();
}

/** Gives a command its tools over an up-to-date data base, and closes them whatever happens. */
async function open(work: (tools: CommandTools) => Promise<void>): Promise<void> {
  const config = readConfig();
  const log = createLog(config.LOG_LEVEL);
  // Commands call nobody: running workers find by their sweep what a command changed.
  const wiring = createWiring(config, { log, queue: createEmbeddedQueue(log) });
  try {
    await migrate(wiring.db);
    await useDataKeys(wiring.db, wiring.clock.now());
    await loadStarter(wiring);
    await work({
      ...wiring,
      publicFiles: usPublicFiles,
      cacheFolder: 'var/cache',
      baseUrl: config.BASE_URL,
      previewFolder: createFolderPreview(wiring),
      checkPeople: async (options) => (await checkPeople(wiring, options)).map(peopleDifferenceText),
    });
  } finally {
    await closeWiring(wiring);
  }
}

/** Gives the doctor everything as it is: nothing is migrated or loaded first. */
async function openAsIs(work: (tools: Wiring & { readonly settings: DoctorSettings }) => Promise<void>): Promise<void> {
  const config = readConfig();
  const wiring = createWiring(config, { log: createLog('silent') });
  try {
    await work({ ...wiring, settings: doctorSettings(config) });
  } finally {
    await closeWiring(wiring);
  }
}

/** A point south of the equator begins like an option: `clarion lookup -14.3,-170.7`. */
function withPoints(argv: readonly string[]): string[] {
  const at = argv.findIndex((argument) => /^-\d[\d.]*,/.test(argument));
  const point = argv[at];
  return point === undefined || argv.includes('--')
    ? [...argv]
    : [...argv.filter((_, index) => index !== at), '--', point];
}

/** Tells the person what went wrong, and how the process ends. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_BAD_CALL;
  const isExpected = [InputError, NotFoundError, ConflictError, NewerDatabaseError].some(
    (kind) => error instanceof kind,
  );
  process.stderr.write(`${isExpected ? messageOf(error) : ((error as Error).stack ?? messageOf(error))}\n`);
  return error instanceof BadCallError ? EXIT_BAD_CALL : EXIT_FAILED;
}
