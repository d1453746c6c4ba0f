import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programPath } from '../../src/platform/paths.js';

const SHIPPED = [
  'reauthorize-tvpa',
  'uk-supply-chains',
  'harbourview-hotel-training',
  'colorado-clear-records',
] as const;

/** Copies a shipped campaign into a folder and gives it the texts of all of them, so that its page has more than 15 KB. */
export function writeLongCampaign(folder: string): { readonly slug: string; readonly path: string } {
  const slug = 'bench-long-page';
  const path = join(folder, slug);
  cpSync(programPath('campaigns', SHIPPED[0]), path, { recursive: true });
  const texts = [...SHIPPED, SHIPPED[0]].map((name) => readFileSync(programPath('campaigns', name, 'page.md'), 'utf8'));
  writeFileSync(join(path, 'page.md'), texts.join('\n'));
  return { slug, path };
}
