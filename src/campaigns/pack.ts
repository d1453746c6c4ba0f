import { strFromU8, strToU8, zipSync } from 'fflate';
import { InputError } from '../platform/errors.js';
import { unzipped } from '../platform/unpacking.js';
import { isCampaignFile, isTableName, plainText, sourceOfFiles, type CampaignFiles } from './campaign-files.js';
import type { CampaignSource } from './campaign-files.js';

/** Every entry has this moment, the first that a ZIP file can say, so that the same files give the same bytes. */
const ENTRY_TIME = '1980-01-01T12:00:00';

/** No campaign is larger; a small archive shall not unpack to fill the memory. */
const MAX_UNPACKED_BYTES = 20_000_000;

/** A campaign's folder as a ZIP file: the same bytes for the same files. */
export function packCampaign(slug: string, files: CampaignFiles): Uint8Array {
  const names = Object.keys(files).sort();
  const entries = Object.fromEntries(names.map((name) => [`${slug}/${name}`, strToU8(files[name] ?? '')]));
  return zipSync(entries, { mtime: ENTRY_TIME, level: 9, os: 3, attrs: 0o644 << 16 });
}

/** A campaign out of a ZIP file; its folder there, or else the file's own name, is the campaign's. @throws InputError */
export function unpackCampaign(path: string, archive: Uint8Array): CampaignSource {
  const entries = Object.entries(unzip(path, archive)).filter(([name]) => !name.startsWith('__MACOSX/'));
  const root = entries.map(([name]) => name).find((name) => /^(?:[^/]+\/)?campaign\.yaml$/.test(name));
  if (root === undefined) throw new InputError([{ field: 'file', file: path, message: 'holds no campaign.yaml' }]);
  const prefix = root.slice(0, -'campaign.yaml'.length);
  const texts = entries.flatMap(([entry, content]): [string, string][] => {
    const name = entry.slice(prefix.length);
    if (!entry.startsWith(prefix) || !isCampaignFile(name)) return [];
    const text = strFromU8(content);
    return [[name, isTableName(name) ? text : plainText(text)]];
  });
  const slug = prefix.replace(/\/$/, '') || (path.split('/').at(-1) ?? '').replace(/\.zip$/i, '');
  return sourceOfFiles(slug, Object.fromEntries(texts));
}

function unzip(path: string, archive: Uint8Array): Readonly<Record<string, Uint8Array>> {
  try {
    return unzipped(archive, { mostBytes: MAX_UNPACKED_BYTES, isWanted: (name) => !name.endsWith('/') });
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it is no ZIP file';
    throw new InputError([{ field: 'file', file: path, message: `cannot be unpacked: ${why}` }]);
  }
}
