import { setTimeout as sleep } from 'node:timers/promises';
import { letterForm, sendForm, WAITS_MS } from './bot-forms.js';
import { atTheirTimes, type Bot, type Sent } from './bots.js';
import { receiptOf, type Answer } from './client.js';
import { ACTIONS, POSTAL_CODE, type Run } from './run.js';

/** What list thieves found out. */
export type Probed = {
  readonly sent: readonly Sent[];
  /** Pairs of addresses that were compared, one that had acted and one that had not. */
  readonly compared: number;
  /** How a pair's answers differed, each of three times. */
  readonly differences: readonly string[];
};

/** Protection may go on between the two requests of a pair: what differs is asked again. */
const TRIES = 3;

type Pair = { readonly known: string; readonly unknown: string };
type Probe = { readonly answer: Answer; readonly receipt: Answer | undefined };

/** Lets bots type an address that acted and one that did not, and compare the answers and receipts to the byte. */
export async function probe(run: Run): Promise<Probed> {
  const differences: string[] = [];
  let compared = 0;
  const sent = await atTheirTimes(run, 'probers', async (bot) => {
    // Each pair is two submissions.
    if (bot.number % 2 === 1) return [];
    const known = await someoneWhoActed(run, bot);
    const all: Sent[] = [];
    for (let time = 0; ; time++) {
      const pair = { known, unknown: strangerLike(known, `${bot.number}x${time}`) };
      const probes = await askBoth(run, bot, pair);
      all.push(...probes.map(sentOf));
      const difference = differenceOf(probes, pair);
      if (difference !== undefined && time + 1 < TRIES) continue;
      compared += 1;
      if (difference !== undefined) differences.push(difference);
      return all;
    }
  });
  return { sent, compared, differences };
}

async function someoneWhoActed({ listed }: Run, { number }: Bot): Promise<string> {
  for (;;) {
    const known = listed[(number * 13) % listed.length];
    if (known !== undefined) return known;
    await sleep(1_000);
  }
}

/** An address of nobody who acted, as long as the other one. */
function strangerLike(known: string, tag: string): string {
  const [name = '', domain = ''] = known.split('@');
  return `${`s${tag}zzzzzzzzzz`.slice(0, Math.max(name.length, tag.length + 1))}@${domain}`;
}

/** One form for both, and for nobody else: who sends the same form again is led to the same receipt. */
async function askBoth(run: Run, bot: Bot, { known, unknown }: Pair): Promise<readonly Probe[]> {
  const letter = await letterForm(run, bot.from);
  await sleep(WAITS_MS);
  const named = { given_name: 'Bo', family_name: `Tan ${bot.number}` };
  return Promise.all(
    [known, unknown].map(async (email) => {
      const person = { ...named, email };
      const sent = JSON.stringify({ supporter: { ...person, postal_code: POSTAL_CODE } });
      const isApi = bot.number % 4 === 0;
      const answer = isApi
        ? run.client.ask({ path: ACTIONS, from: bot.from, sent })
        : sendForm(run, bot, { letter, typed: person });
      return withReceipt(run, bot, await answer);
    }),
  );
}

async function withReceipt({ client }: Run, bot: Bot, answer: Answer): Promise<Probe> {
  const token = receiptOf(answer);
  const receipt = token === undefined ? undefined : await client.ask({ path: `/r/${token}`, from: bot.from });
  return { answer, receipt };
}

function sentOf({ answer }: Probe): Sent {
  return { kind: 'probers', status: answer.status, receipt: receiptOf(answer) };
}

function differenceOf([one, other]: readonly Probe[], { known, unknown }: Pair): string | undefined {
  const [ofKnown, ofUnknown] = [maskedLines(one, known), maskedLines(other, unknown)];
  const at = ofKnown.findIndex((line, index) => line !== ofUnknown[index]);
  if (at < 0 && ofKnown.length === ofUnknown.length) return undefined;
  const line = Math.max(at, 0);
  return `${ofKnown[line]?.slice(0, 200)} ⟷ ${ofUnknown[line]?.slice(0, 200)}`;
}

/** Headers that differ from one request to the next. */
const OF_THE_REQUEST = ['date', 'etag', 'content-length', 'keep-alive'];

/** The lines of what a prober sees, without what is random or its own. */
function maskedLines(probe: Probe | undefined, email: string): string[] {
  const seen = [probe?.answer, probe?.receipt].flatMap((answer) =>
    answer
      ? [
          String(answer.status),
          ...Object.entries(answer.headers)
            .filter(([name]) => !OF_THE_REQUEST.includes(name))
            .map(([name, value]) => `${name}: ${String(value)}`),
          answer.body,
        ]
      : [],
  );
  const token = probe && receiptOf(probe.answer);
  return seen
    .join('\n')
    .replaceAll(email, '[email]')
    .replaceAll(token ?? '[none]', '[token]')
    .replaceAll(/\b01[0-9a-hjkmnp-tv-z]{24}\b/g, '[id]')
    .split('\n');
}
