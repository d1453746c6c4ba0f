import { momentText, type Clock } from '../../platform/clock.js';
import { InputError } from '../../platform/errors.js';
import type { Seal } from '../../platform/seal.js';
import type { CoalitionKeys } from '../../partners/index.js';
import { canonicalText } from './canonical.js';
import { coalitionFile, FORMAT, VERSION, type CoalitionBody, type CoalitionFile } from './coalition-file.js';
import { idOf, installationKey, isSigned } from './installation-key.js';

/** Stands before what is signed, so that no other text of ours passes for it. */
const SIGNED = `${FORMAT}/${VERSION}\n`;

/** Signs a body with the installation's own key and vouches for it with the coalition's. */
export function sealFile({ seal }: { readonly seal: Seal }, keys: CoalitionKeys, body: CoalitionBody): CoalitionFile {
  const text = SIGNED + canonicalText(body);
  const { publicKey, sign } = installationKey(seal);
  const signature = sign(text);
  return {
    format: FORMAT,
    version: VERSION,
    body,
    publicKey,
    signature,
    mac: keys.mac(vouched(text, publicKey, signature)),
  };
}

function vouched(text: string, publicKey: string, signature: string): string {
  return `${text}\n${publicKey}\n${signature}`;
}

/** A file older than this says little about now. */
const OLDEST_MS = 35 * 24 * 3_600_000;

/** Clocks of servers may differ by so much. */
const AHEAD_MS = 10 * 60_000;

/** What is known of the coalition and the installation that a file names. */
export type Known = {
  readonly keys: CoalitionKeys;
  /** What was merged from this installation before. */
  readonly before: { readonly publicKey: string; readonly publishedAt: number } | undefined;
};

export type OpenTools = { readonly clock: Clock; readonly seal: Seal };

/** Reads a file's text, and nothing but its shape. @throws InputError naming the field */
export function parseFile(text: string, name: string): CoalitionFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refused(name, 'is not JSON: it may be cut off, or another file.');
  }
  const { format, version } = (value ?? {}) as { readonly format?: unknown; readonly version?: unknown };
  if (format !== FORMAT) throw refused(name, 'is not a file that `clarion coalition publish` wrote.');
  if (typeof version === 'number' && version > VERSION)
    throw refused(name, `is of format ${version}, which this program does not know yet: update Clarion here.`);
  const parsed = coalitionFile.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.slice(0, 5);
  throw new InputError(faults.map(({ path, message }) => ({ field: `${name}: ${path.join('.')}`, message })));
}

/**
 * Lets a file pass that belongs to the coalition, is signed by the installation it names, vouched for with the coalition's key,
 * newer than what is there, and of these weeks. @throws InputError that says which of these it is not
 */
export function checkFile({ clock, seal }: OpenTools, file: CoalitionFile, { keys, before }: Known): void {
  const { body, publicKey, signature, mac } = file;
  const { name, id } = body.installation;
  const text = SIGNED + canonicalText(body);
  if (keys.mac(vouched(text, publicKey, signature)) !== mac)
    throw refused(
      name,
      'is not vouched for with this coalition’s key: it was made with another key, or changed since.',
    );
  if (id !== idOf(publicKey) || !isSigned(text, { publicKey, signature }))
    throw refused(name, 'is not signed by the installation that it names.');
  if (id === installationKey(seal).id) throw refused(name, 'was published here: nothing in it is new.');
  if (before && before.publicKey !== publicKey)
    throw refused(name, 'is signed with another key than what came from this installation before.');
  refuseStale(clock.now(), body, before?.publishedAt);
}

function refuseStale(now: number, { installation: { name }, publishedAt }: CoalitionBody, before = -Infinity): void {
  const day = (at: number): string => momentText(at, 'UTC');
  if (publishedAt > now + AHEAD_MS)
    throw refused(name, `is dated ${day(publishedAt)}, which is still to come: one of the two clocks is wrong.`);
  if (publishedAt < before)
    throw refused(name, `is of ${day(publishedAt)}, older than what is merged already (${day(before)}).`);
  if (publishedAt === before) throw refused(name, `is merged already, as of ${day(publishedAt)}.`);
  if (publishedAt < now - OLDEST_MS)
    throw refused(name, `is of ${day(publishedAt)}, more than 35 days old: ask for a new one.`);
}

function refused(name: string, message: string): InputError {
  return new InputError([{ field: `The file of ${name}`, message }]);
}
