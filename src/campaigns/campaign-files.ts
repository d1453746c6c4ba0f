import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { InputError, messageOf } from '../platform/errors.js';
import { dataFileOf, openDataFile, readText, type DataFile } from '../platform/open-file.js';

/** A campaign as a small set of texts, each by the name of its file: `{'campaign.yaml': 'title: …'}`. */
export type CampaignFiles = Readonly<Record<string, string>>;

/** A campaign's files as they are read, from a folder or from memory. */
export type CampaignSource = {
  readonly slug: string;
  readonly files: CampaignFiles;
  /** What a file is called in a fault. */
  readonly pathOf: (name: string) => string;
  /** Why a file that is there cannot be used. */
  readonly unusable: Readonly<Record<string, string>>;
  /** A table among the files; undefined where there is none of this name. */
  readonly table: (name: string) => Promise<DataFile> | undefined;
};

export const YAML_FILE = 'campaign.yaml';
export const LETTER_FILE = 'letter.hbs';
export const PAGE_FILE = 'page.md';
export const POSITIONS_FILE = 'positions.csv';
const MAX_SOURCE_BYTES = 200_000;

/** Whether a file of this name belongs to a campaign; any other in its folder is left alone. */
export function isCampaignFile(name: string): boolean {
  const isOwn = [YAML_FILE, LETTER_FILE, PAGE_FILE].includes(name) || /^letter-[a-z0-9-]+\.hbs$/.test(name);
  return isOwn || isTableName(name);
}

/** Whether something can be the name of a list among a campaign's files. */
export function isTableName(name: string): boolean {
  return /^[a-z0-9][a-z0-9_.-]*\.csv$/i.test(name);
}

/** A campaign out of texts in memory. */
export function sourceOfFiles(slug: string, given: CampaignFiles): CampaignSource {
  const files = Object.fromEntries(Object.entries(given).filter(([name]) => isCampaignFile(name)));
  const tooLarge = Object.keys(files).filter((name) => !isTableName(name) && isTooLarge(files[name] ?? ''));
  return {
    slug,
    files,
    pathOf: (name) => name,
    unusable: Object.fromEntries(tooLarge.map((name) => [name, TOO_LARGE])),
    table: (name) => {
      const text = files[name];
      return text === undefined ? undefined : Promise.resolve(dataFileOf(name, text));
    },
  };
}

/** A campaign out of its folder, whose name is the campaign's. @throws InputError where it holds no campaign.yaml */
export async function readFolder(folder: string): Promise<CampaignSource> {
  if (!existsSync(join(folder, YAML_FILE)))
    throw new InputError([{ field: 'folder', file: folder, message: 'holds no campaign.yaml' }]);
  const files: Record<string, string> = {};
  const unusable: Record<string, string> = {};
  for (const name of (await readdir(folder)).filter(isCampaignFile).sort()) {
    const read = await (isTableName(name) ? readTableText : readSource)(join(folder, name));
    if (read.text !== undefined) files[name] = read.text;
    if (read.fault !== undefined) unusable[name] = read.fault;
  }
  return {
    slug: basename(resolve(folder)),
    files,
    unusable,
    pathOf: (name) => join(folder, name),
    table: (name) => (existsSync(join(folder, name)) ? openDataFile(join(folder, name)) : undefined),
  };
}

type Read = { readonly text?: string; readonly fault?: string };

async function readSource(path: string): Promise<Read> {
  try {
    if ((await stat(path)).size > MAX_SOURCE_BYTES) return { fault: TOO_LARGE };
    return { text: plainText(await readFile(path, 'utf8')) };
  } catch (error) {
    return { fault: `cannot be read: ${messageOf(error)}` };
  }
}

/** The text of a table; what cannot be read as one is told when the table is needed. */
async function readTableText(path: string): Promise<Read> {
  try {
    return { text: await readText(await openDataFile(path)) };
  } catch {
    return {};
  }
}

/** A text without byte-order mark and with plain line ends. */
export function plainText(text: string): string {
  return text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
}

const TOO_LARGE = `is larger than ${MAX_SOURCE_BYTES} bytes`;

function isTooLarge(text: string): boolean {
  return Buffer.byteLength(text) > MAX_SOURCE_BYTES;
}
