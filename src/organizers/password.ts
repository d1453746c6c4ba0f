import { hash, verify } from '@node-rs/argon2';

/**
 * Argon2id with 19 MiB, two passes and one lane (OWASP Password Storage Cheat Sheet, 2025). The work is done off the
 * main thread.
 */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

const PREFIX = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$`;

/** A password as it is stored, in the PHC format: `$argon2id$v=19$m=19456,t=2,p=1$…`. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), COST);
}

/** Whether the password is the stored one. Without a stored one it takes as long, and the answer is no. */
export async function isPassword(stored: string | undefined, given: string): Promise<boolean> {
  const right = await verify(stored ?? NOBODY, given.normalize('NFKC')).catch(() => false);
  return right && stored !== undefined;
}

/** Whether it was stored at another cost than passwords are now. */
export function isOutdated(stored: string): boolean {
  return !stored.startsWith(PREFIX);
}

/** The hash of a random text that nobody kept. */
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$w4QeYezHNcjYNHcU7RSVow$cV0RZVMp1ihK2Zpv64zLyjBbAF3mSC8bA1AAXx9ymDk';
