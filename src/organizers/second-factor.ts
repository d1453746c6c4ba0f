import { Secret, TOTP } from 'otpauth';
import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import type { Ids } from '../platform/ids.js';
import type { Seal } from '../platform/seal.js';
import {
  confirmFactor,
  findFactor,
  putUnconfirmed,
  replaceRecoveryCodes,
  takeRecoveryCode,
  takeStep,
  type StoredFactor,
} from './store-second-factors.js';

/** RFC 6238: 30 seconds, six digits, SHA-1, which is what apps know; RFC 4226, section 4: a secret of 160 bits. */
const STEP_MS = 30_000;
const SECRET_BYTES = 20;

/** A code is taken one step early or late (RFC 6238, section 5.2). */
const WINDOW = 1;

const RECOVERY_CODES = 10;
/** 120 bits, which are 24 characters: a keyed digest without a slow hash keeps them (ASVS 5, 6.5.2: 112 or more). */
const RECOVERY_BYTES = 15;

export type FactorTools = { readonly clock: Clock; readonly ids: Ids; readonly seal: Seal };

/** Makes the secret that an app is to hold; it counts for nothing until a code confirms it. */
export async function beginFactor(tools: FactorTools, trx: Db, userId: string): Promise<void> {
  const secret = randomSecret(tools.ids, SECRET_BYTES).base32;
  await putUnconfirmed(trx, userId, tools.seal.hide(purposeOf(userId), secret));
}

/** What an app reads: the address in the square of dots, and the key for those who type. */
export function keyOf(
  tools: FactorTools,
  factor: StoredFactor,
  label: string,
): { readonly uri: string; readonly key: string } {
  const totp = totpOf(tools, factor, label);
  return { uri: totp.toString(), key: totp.secret.base32.replace(/(.{4})(?=.)/g, '$1 ') };
}

/** Confirms the secret with a code; answers the recovery codes, which are kept as digests only. Undefined for a wrong code. */
export async function confirmWithCode(
  tools: FactorTools,
  trx: Db,
  given: { readonly userId: string; readonly code: string },
): Promise<readonly string[] | undefined> {
  const factor = await findFactor(trx, given.userId);
  if (!factor || factor.confirmedAt !== null || !(await takeCode(tools, trx, { factor, code: given.code })))
    return undefined;
  await confirmFactor(trx, given.userId, tools.clock.now());
  return renewRecoveryCodes(tools, trx, given.userId);
}

/** Makes new recovery codes in place of the old ones: `abcd-efgh-ijkl-mnop-qrst-uvwx`. */
export async function renewRecoveryCodes(tools: FactorTools, trx: Db, userId: string): Promise<readonly string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, () =>
    randomSecret(tools.ids, RECOVERY_BYTES)
      .base32.toLowerCase()
      .replace(/(.{4})(?=.)/g, '$1-'),
  );
  const digests = codes.map((code) => recoveryDigest(tools, userId, code));
  await replaceRecoveryCodes(trx, userId, digests);
  return codes;
}

/** Which kind of code was right: one of the app, which is good once, or a recovery code, which is then gone. */
export async function takeFactor(
  tools: FactorTools,
  trx: Db,
  given: { readonly userId: string; readonly code: string },
): Promise<'code' | 'recovery code' | undefined> {
  const factor = await findFactor(trx, given.userId);
  if (!factor || factor.confirmedAt === null) return undefined;
  if (await takeCode(tools, trx, { factor, code: given.code })) return 'code';
  const digest = recoveryDigest(tools, given.userId, given.code);
  return (await takeRecoveryCode(trx, given.userId, digest)) ? 'recovery code' : undefined;
}

async function takeCode(
  tools: FactorTools,
  trx: Db,
  { factor, code }: { readonly factor: StoredFactor; readonly code: string },
): Promise<boolean> {
  const token = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return false;
  const timestamp = tools.clock.now();
  const delta = totpOf(tools, factor, '').validate({ token, timestamp, window: WINDOW });
  return delta !== null && takeStep(trx, factor.userId, Math.floor(timestamp / STEP_MS) + delta);
}

function totpOf({ seal }: FactorTools, { userId, secret }: StoredFactor, label: string): TOTP {
  const key = seal.reveal(purposeOf(userId), secret);
  if (key === undefined) throw new Error('A second factor was made with another SECRET than this one.');
  return new TOTP({ issuer: 'Clarion', label, secret: Secret.fromBase32(key), period: STEP_MS / 1000 });
}

/** A row that is copied to another user cannot be read there. */
function purposeOf(userId: string): string {
  return `second factor of ${userId}`;
}

function recoveryDigest({ seal }: FactorTools, userId: string, code: string): string {
  return seal.digest('recovery code', `${userId} ${code.toLowerCase().replace(/[^a-z0-9]/g, '')}`);
}

function randomSecret(ids: Ids, bytes: number): Secret {
  const random = Buffer.from(ids.token() + ids.token(), 'base64url');
  return new Secret({ buffer: new Uint8Array(random.subarray(0, bytes)).buffer });
}
