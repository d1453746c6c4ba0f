import { solveChallenge, type Challenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { decode } from './pages.js';

/** The solution of a challenge as browsers send it. */
export async function solve(challenge: Challenge): Promise<string> {
  const solution = await solveChallenge({ challenge, deriveKey });
  return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
}

/** The challenge that a page's form holds; undefined where it asks for no proof. */
export function challengeIn(page: string): Challenge | undefined {
  const text = /data-challenge="([^"]*)"/.exec(page)?.[1];
  return text === undefined ? undefined : (JSON.parse(decode(text)) as Challenge);
}
