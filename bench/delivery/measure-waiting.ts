import { closeWiring } from '../../src/wiring.js';
import type { OwnRedis } from '../services.js';
import { heard, start } from './fork.js';
import { openPages } from './pages.js';
import type { Grown } from './waiting.js';

/** Bytes that waiting letters cost; `redis` where there is one. */
export type Waiting = Grown & { readonly redis?: number };

/** Lets a web process take letters that nobody sends. */
export async function measureWaiting(
  given: Readonly<Record<string, string>>,
  letters: number,
  redis?: OwnRedis,
): Promise<Waiting> {
  const env = { ...given, SECRET: 'a secret for this bench only', LOG_LEVEL: 'warn' };
  // With a mail server letters wait; nobody connects to it.
  const sending = { ...env, SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'letters@mail.example' };
  await closeWiring((await openPages(sending)).wiring);
  const before = await redis?.usedBytes();
  const child = start('waiting', { env: sending, args: [String(letters)] });
  const grown = await heard<Grown>(child);
  const after = await redis?.usedBytes();
  return { ...grown, ...(before !== undefined && after !== undefined && { redis: after - before }) };
}
