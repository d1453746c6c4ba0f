import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCampaignFolder } from '../../src/campaigns/index.js';
import { rosterOfFile, type Roster } from '../../src/offices/index.js';
import { InputError } from '../../src/platform/errors.js';

/** A small campaign of our own; tests name lines of it. */
export const YAML = `title: Fund the night shelter
summary: Ask the council to keep the shelter open all year.
organization:
  name: Shelter Now (example)
  slug: shelter-now
  postal_address: 1 Example Street, Harbourview
ask: Fund the night shelter for the whole year.
goal: 200
targets:
  officials: council.csv
letter:
  subject: Please fund the night shelter
safety:
  quick_exit: https://www.weather.gov/
`;

export const LETTER = `Dear {{target.salutation}},

I ask you to fund the night shelter.

Yours,
{{supporter.full_name}}
`;

export const PAGE = `## Why this matters

The shelter closes in April [1].

## Sources

1. [The shelter](https://shelter.example/).
`;

export const COUNCIL = `name,office,title,body,email
Mara Lindqvist,Mayor,Mayor,Shelter Town Council,mayor@council.shelter.example
Jo Sands,Ward 1,Councilmember,Shelter Town Council,
`;

/** Files of a folder by name; undefined leaves one out. */
export type Files = Readonly<Record<string, string | undefined>>;

/** Writes a campaign folder, with other files than the usual ones where they are given. */
export function writeCampaign(root: string, files: Files = {}, slug = 'night-shelter'): string {
  const folder = join(root, slug);
  mkdirSync(folder, { recursive: true });
  const all: Files = { 'campaign.yaml': YAML, 'letter.hbs': LETTER, 'page.md': PAGE, 'council.csv': COUNCIL, ...files };
  for (const [name, text] of Object.entries(all)) if (text !== undefined) writeFileSync(join(folder, name), text);
  return folder;
}

/** campaign.yaml with one thing changed. */
export function yamlWith(from: string | RegExp, to: string, source = YAML): string {
  const changed = source.replace(from, to);
  if (changed === source) throw new Error(`"${String(from)}" does not stand in the text.`);
  return changed;
}

/** A roster without any office, as on a machine where nothing is loaded. */
export const noRoster: Roster = rosterOfFile({ bodies: [], seats: [], holders: [], remarks: [] });

/** What is wrong with a folder, a line a fault: `campaign.yaml:2:1 titel: is not a key …`. */
export async function faultsOf(folder: string, roster = noRoster): Promise<string[]> {
  try {
    await readCampaignFolder(folder, roster);
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.message.split('\n').map((line) => line.replace(`${folder}/`, ''));
  }
}
