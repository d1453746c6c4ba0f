import { openDataFile } from '../platform/open-file.js';

/** A row's id in front of a domain, as in a Message-ID, or of the signature of a return address. */
const ID = /(?<![0-9a-z])[0-9a-z]{26}(?=@|-[0-9a-f]{12}[@=])/gi;

/** Longer than an id with what must stand behind it. */
const OVERLAP = 64;

/** Ids that are looked up together. */
const BATCH = 2_000;

/**
 * The ids of letters that a log or list names by Message-ID or return address, in groups; plain or gzip. An id may come
 * more than once, and some are of mails that are no letters.
 * @throws InputError when the file cannot be read
 */
export async function* readSentIds(path: string): AsyncGenerator<readonly string[]> {
  const file = await openDataFile(path);
  let found = new Set<string>();
  let rest = '';
  for await (const part of file.read()) {
    const text = rest + (part as Buffer).toString('latin1');
    for (const [id] of text.matchAll(ID)) found.add(id.toLowerCase());
    rest = text.slice(-OVERLAP);
    if (found.size < BATCH) continue;
    yield [...found];
    found = new Set();
  }
  if (found.size > 0) yield [...found];
}
