import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Places } from '../divisions/index.js';
import { CAMPAIGN_LIST } from '../data-sets/index.js';
import { changeOf } from '../offices/index.js';
import { dayOf } from '../platform/clock.js';
import { BadCallError, print, type Open } from '../platform/command-line.js';
import { programPath } from '../platform/paths.js';
import { missingData } from '../targets/index.js';
import { standingOf } from './campaign.js';
import type { Campaigns } from './campaigns.js';
import { previewText, type FolderPreview, type Sample } from './folder-preview.js';
import { addExportCommand } from './export-command.js';
import { loadCampaign, type LoadTools } from './load-folder.js';
import { readCampaignFolder, type CampaignFolder } from './read-campaign.js';
import { listOrigin } from './save-version.js';

export type CampaignCommandTools = LoadTools & {
  readonly places: Places;
  readonly campaigns: Campaigns;
  /** Renders the letters of a folder as a sample supporter would send them. */
  readonly previewFolder: (folder: CampaignFolder, sample: Sample) => Promise<FolderPreview>;
};

type Json = { readonly json?: boolean };

const TEMPLATE = programPath('templates', 'campaigns', 'new');

/** `clarion campaigns check|load|export|new|preview`. */
export function addCampaignCommands(program: Command, open: Open<CampaignCommandTools>): void {
  const campaigns = program.command('campaigns').description('campaign folders');
  campaigns
    .command('check')
    .description('check a folder: every fault with file, line and column')
    .argument('<dir>', 'the campaign’s folder')
    .option('--json', 'print JSON')
    .action((dir: string, flags: Json) => open((tools) => check(tools, existing(dir), flags)));
  campaigns
    .command('load')
    .description('check a folder, or an exported ZIP file, and make it the campaign’s newest version')
    .argument('<dir>', 'the campaign’s folder or ZIP file')
    .option('--force', 'also over a campaign that is edited in the console, or that belongs to another organization')
    .option('--json', 'print JSON')
    .action((dir: string, flags: LoadFlags) => open((tools) => load(tools, existing(dir), flags)));
  addExportCommand(campaigns, open);
  campaigns
    .command('new')
    .description('make a folder to start from; its name becomes the campaign’s address')
    .argument('<dir>', 'the folder to make')
    .action(makeFolder);
  campaigns
    .command('preview')
    .description('print whom a supporter at a postal code would write to, why, and each letter')
    .argument('<dir>', 'the campaign’s folder')
    .option('--at <code>', 'the postal code', '80202')
    .option('--district <label>', 'the district, where the code lies in several: WI-02; without it all are shown')
    .option('--own-words <text>', 'a paragraph of the supporter’s own')
    .option('--json', 'print JSON')
    .action((dir: string, flags: PreviewFlags) => open((tools) => preview(tools, existing(dir), flags)));
}

type PreviewFlags = Json & { readonly at: string; readonly district?: string; readonly ownWords?: string };

type LoadFlags = Json & { readonly force?: boolean };

async function load(tools: CampaignCommandTools, dir: string, flags: LoadFlags): Promise<void> {
  const loaded = await loadCampaign(tools, dir, { isForced: flags.force === true });
  print(loaded, flags, () =>
    loaded.change === 'kept'
      ? `${loaded.slug}: left alone, since it is edited in the console (version ${loaded.version}). To load this over it as a new version, use --force.`
      : `${loaded.slug}: ${loaded.change}, version ${loaded.version}, at /c/${loaded.slug}`,
  );
}

async function makeFolder(dir: string): Promise<void> {
  if (existsSync(dir)) throw new BadCallError([{ field: 'dir', file: dir, message: 'is there already' }]);
  await cp(TEMPLATE, resolve(dir), { recursive: true });
  process.stdout.write(`Made ${dir}. Edit its files, then run: clarion campaigns check ${dir}\n`);
}

async function preview(tools: CampaignCommandTools, dir: string, flags: PreviewFlags): Promise<void> {
  const folder = await readCampaignFolder(dir, await tools.roster.get());
  const { at: postalCode, district, ownWords } = flags;
  const previewed = await tools.previewFolder(folder, { postalCode, district, ownWords });
  print(previewed, flags, () => previewText(previewed));
}

async function check(tools: CampaignCommandTools, dir: string, flags: Json): Promise<void> {
  const roster = await tools.roster.get();
  const { slug, definition, list } = await readCampaignFolder(dir, roster);
  if (list) {
    const today = dayOf(tools.clock.now(), 'utc');
    const bringer = { source: CAMPAIGN_LIST, origin: listOrigin(slug), path: list.path, today };
    await changeOf(tools.db, list.roster, bringer);
  }
  // A list in the folder is loaded together with it, so it is not missing.
  const missing = list ? [] : await missingData(definition.rule, roster, tools.places);
  const standing = standingOf(definition.file, missing, tools.clock.now());
  const stored = (await tools.campaigns.list()).find((one) => one.slug === slug)?.fault;
  print({ slug, ok: true, standing: standing.kind, missing, stored_fault: stored ?? null }, flags, () =>
    [
      `${slug}: no faults.`,
      standing.kind === 'open' ? 'It would be open.' : standing.sentence,
      ...missing.map((need) => `Missing: ${need.what}. Run: ${need.command}`),
      ...(stored === undefined
        ? []
        : [`The loaded version takes no letters; load this folder instead of it. ${stored}`]),
    ].join('\n'),
  );
}

/** The folder that is meant; a bare name may be that of a shipped campaign, a path is only what it says. */
function existing(dir: string): string {
  if (existsSync(dir)) return dir;
  const shipped = join(programPath('campaigns'), dir);
  if (basename(dir) === dir && existsSync(shipped)) return shipped;
  throw new BadCallError([{ field: 'dir', file: dir, message: 'there is no such folder' }]);
}
