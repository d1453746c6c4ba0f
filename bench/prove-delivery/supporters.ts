import { setTimeout as sleep } from 'node:timers/promises';
import type { Run } from './run.js';
import { createTally, type Tally } from './tally.js';

/** An action that the program said it had taken. */
export type Acknowledged = { readonly id: string; readonly letters: readonly { readonly office: string }[] };

/** What supporters met. */
export type Posted = {
  readonly acknowledged: Acknowledged[];
  /** Answers other than "taken", and connections that broke, by kind. */
  readonly refusals: Tally;
};

/** People who press the button at the same time at the most. */
const AT_ONCE = 16;
const PATIENCE_MS = 15_000;
const PAUSE_MS = 400;

type Posting = {
  readonly addresses: readonly string[];
  readonly campaigns: readonly string[];
  readonly people: number;
  /** Over how long they come, at the least. */
  readonly overMs: number;
  /** More people come as long as this is so. */
  readonly isMore: () => boolean;
};

/** Lets people act, each again and again with the same key until the program says that the action is taken. */
export async function postActions(run: Run, posting: Posting): Promise<Posted> {
  const posted: Posted = { acknowledged: [], refusals: createTally() };
  const start = performance.now();
  let next = 0;
  const stand = async (): Promise<void> => {
    for (let person = next++; person < posting.people || posting.isMore(); person = next++) {
      const dueMs = start + (posting.overMs * person) / posting.people - performance.now();
      await sleep(Math.max(0, dueMs), undefined, { signal: run.signal });
      posted.acknowledged.push(await act(run, posting, { person, refusals: posted.refusals }));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, stand));
  return posted;
}

type Person = { readonly person: number; readonly refusals: Tally };

async function act(run: Run, posting: Posting, { person, refusals }: Person): Promise<Acknowledged> {
  for (;;) {
    run.signal.throwIfAborted();
    const slug = posting.campaigns[person % posting.campaigns.length] ?? '';
    const address = posting.addresses[Math.floor(run.random() * posting.addresses.length)] ?? '';
    const answer = await post(`${address}/api/v1/campaigns/${slug}/actions`, person);
    if (answer instanceof Response && answer.ok) {
      const taken = await answer.json().catch(() => undefined);
      if (taken) return taken as Acknowledged;
    }
    refusals.add(answer instanceof Response ? `answered ${answer.status}` : answer);
    await sleep(PAUSE_MS, undefined, { signal: run.signal });
  }
}

async function post(address: string, person: number): Promise<Response | string> {
  try {
    return await fetch(address, {
      method: 'POST',
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': `prove-${person}` },
      body: JSON.stringify({
        supporter: {
          given_name: 'Ana',
          family_name: `Lima ${person}`,
          email: `person${person}@supporter.example`,
          postal_code: '80202',
        },
        letter: person % 3 === 0 ? { own_words: `I am number ${person}, and I mean it.` } : {},
      }),
    });
  } catch (error) {
    return (error as Error).name === 'TimeoutError' ? 'no answer' : 'not reached, or the connection broke';
  }
}
