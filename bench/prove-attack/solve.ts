import { solveChallenge, type Challenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';

/** Milliseconds that each proof of this run took. */
export const solvingMs: number[] = [];

/** The solution of a challenge as browsers send it. */
export async function solved(challenge: Challenge): Promise<string> {
  const start = performance.now();
  const solution = await solveChallenge({ challenge, deriveKey });
  solvingMs.push(performance.now() - start);
  return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
}
