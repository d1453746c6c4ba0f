import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCampaignFolder } from '../../src/campaigns/index.js';
import { programPath } from '../../src/platform/paths.js';
import { CITY, type World } from './world.js';

/** What to change in a copy of a campaign's folder: a file's text, anew. */
export type Changes = Readonly<Record<string, (text: string) => string>>;

/** Copies a shipped campaign's folder, changed, into `folder` and answers where the copy is. */
export function copyCampaign(folder: string, slug: string, changes: Changes): string {
  const copy = join(folder, slug);
  cpSync(programPath('campaigns', slug), copy, { recursive: true });
  for (const [name, change] of Object.entries(changes)) {
    const path = join(copy, name);
    writeFileSync(path, change(readFileSync(path, 'utf8')));
  }
  return copy;
}

/** Makes a changed copy the campaign's newest version, and lets the time pass until every process knows it. */
export async function changeCampaign(world: World, copy: string): Promise<void> {
  await loadCampaignFolder(world, copy);
  world.moveClock(1_000);
}

/** Gives the city campaign other settings under the key `delivery`. */
export async function changeDelivery(
  world: World,
  folder: string,
  settings: Readonly<Record<string, unknown>>,
): Promise<void> {
  const withSettings = (text: string): string => `${text}\ndelivery: ${JSON.stringify(settings)}\n`;
  await changeCampaign(world, copyCampaign(folder, CITY, { 'campaign.yaml': withSettings }));
}
