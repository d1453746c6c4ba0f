import { readFile, stat } from 'node:fs/promises';
import { unpackCampaign } from './pack.js';
import { readCampaign, readCampaignFolder } from './read-campaign.js';
import { saveVersion, type Saved, type SaveTools } from './save-version.js';

export type LoadTools = SaveTools;

/** What loading a folder did. */
export type Loaded = Saved;

/**
 * Checks a folder and stores it as the campaign's newest version, unless it is the same as the stored one or the
 * campaign is kept in the console. Its own list of officials is loaded with it.
 * @throws InputError with every fault; nothing is stored then
 */
export async function loadCampaignFolder(
  tools: LoadTools,
  folder: string,
  { isForced = false }: { readonly isForced?: boolean } = {},
): Promise<Loaded> {
  const read = await readCampaignFolder(folder, await tools.roster.get());
  return saveVersion(tools, read, { from: 'folder', isForced });
}

/** Loads a folder, or the ZIP file that an export of one is. @throws InputError as `loadCampaignFolder` does */
export async function loadCampaign(
  tools: LoadTools,
  path: string,
  given: { readonly isForced?: boolean } = {},
): Promise<Loaded> {
  if ((await stat(path)).isDirectory()) return loadCampaignFolder(tools, path, given);
  const source = unpackCampaign(path, await readFile(path));
  const read = await readCampaign(source, await tools.roster.get());
  return saveVersion(tools, read, { from: 'folder', ...given });
}
