import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { BadCallError, type Open } from '../platform/command-line.js';
import type { Campaigns } from './campaigns.js';
import { readNewest, type FilesTools } from './kept-files.js';
import { packCampaign } from './pack.js';

type ExportTools = FilesTools & { readonly campaigns: Campaigns };

/** `clarion campaigns export`: the folder that a campaign's newest version is. */
export function addExportCommand(campaigns: Command, open: Open<ExportTools>): void {
  campaigns
    .command('export')
    .description('write a campaign’s newest version as a folder, or as a ZIP file')
    .argument('<slug>', 'the campaign’s address')
    .argument('<dir>', 'the folder to make, or a file that ends in .zip')
    .action((slug: string, dir: string) => open((tools) => writeCampaign(tools, slug, dir)));
}

async function writeCampaign(tools: ExportTools, slug: string, dir: string): Promise<void> {
  const isFull = existsSync(dir) && (dir.endsWith('.zip') || (await readdir(dir)).length > 0);
  if (isFull) throw new BadCallError([{ field: 'dir', file: dir, message: 'is there already' }]);
  const { files, number } = await readNewest(tools, await tools.campaigns.get(slug));
  if (dir.endsWith('.zip')) {
    await writeFile(dir, packCampaign(slug, files));
  } else {
    await mkdir(dir, { recursive: true });
    for (const [name, text] of Object.entries(files)) await writeFile(join(dir, name), text);
  }
  process.stdout.write(`${slug}: version ${number} written to ${dir}\n`);
}
