import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readCampaign, sourceOfFiles } from '../../src/campaigns/index.js';
import { followRoster } from '../../src/offices/index.js';
import { programPath } from '../../src/platform/paths.js';
import { CAMPAIGNS, openProgram } from '../open-program.js';
import type { Fuzzing } from '../target.js';
import { cleanly } from './imports.js';
import { mutate, mutations } from './mutate.js';

/** Reads the shipped campaigns with one file spoiled. */
export async function fuzzCampaigns(): Promise<Fuzzing> {
  const program = await openProgram();
  const roster = await followRoster(program.world()).get();
  const folders = CAMPAIGNS.map((slug) => ({ slug, files: filesOf(programPath('campaigns', slug)) }));
  const folder = fc.constantFrom(...folders);
  const property = fc.asyncProperty(folder, fc.nat({ max: 20 }), mutations, async ({ slug, files }, at, done) => {
    const [name, text] = files[at % files.length] ?? ['', ''];
    const spoiled = { ...Object.fromEntries(files), [name]: mutate(Buffer.from(text), done).toString() };
    await cleanly(program.world().db, () => readCampaign(sourceOfFiles(slug, spoiled), roster), done.length === 0);
  });
  return { property, end: program.close };
}

function filesOf(folder: string): [string, string][] {
  const names = readdirSync(folder).filter((name) => /\.(?:yaml|hbs|md|csv)$/.test(name));
  return names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
}
