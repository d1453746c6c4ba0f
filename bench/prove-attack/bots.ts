import { setTimeout as sleep } from 'node:timers/promises';
import { forge, letterForm, sendForm, sharedForm } from './bot-forms.js';
import { receiptOf, type Answer } from './client.js';
import { disposableDomain } from './disposable.js';
import { botnetAddress, rentedAddress } from './networks.js';
import { ACTIONS, POSTAL_CODE, type Run } from './run.js';
import { solved } from './solve.js';
import { copiedWords, ownWords } from './words.js';

/** Kinds of bots, and which part of all they are. */
export const KINDS = {
  naive: 0.24,
  copies: 0.24,
  probers: 0.08,
  api: 0.18,
  disposable: 0.06,
  forgers: 0.07,
  patient: 0.01,
  bombers: 0.12,
} as const;
export type Kind = keyof typeof KINDS;

/** What a bot's submission came to. */
export type Sent = { readonly kind: Kind; readonly status: number; readonly receipt: string | undefined };

/** What a bot is about to send. */
export type Bot = { readonly number: number; readonly from: string };

/** The one whose address the bombers type, in several spellings. */
export const VICTIM = 'third.person@supporter.example';

/** The first wave begins, the second one does, and the last bot sends, as shares of the run. */
const [FIRST_AT, SECOND_AT, LAST_AT] = [0.15, 0.5, 0.9];

/** Lets all bots of a kind send, spread over both waves. */
export async function sendKind(run: Run, kind: Exclude<Kind, 'probers'>): Promise<Sent[]> {
  const send = SENDERS[kind];
  return atTheirTimes(run, kind, async (bot) => {
    const answer = await send(run, bot);
    return [{ kind, status: answer.status, receipt: receiptOf(answer) }];
  });
}

/** Lets bots act when their time has come; the first half from few networks, the second from many. */
export async function atTheirTimes(run: Run, kind: Kind, act: (bot: Bot) => Promise<readonly Sent[]>): Promise<Sent[]> {
  const count = countOf(kind, run.bots);
  const all = Array.from({ length: count }, async (_, number) => {
    const share = FIRST_AT + ((LAST_AT - FIRST_AT) * number) / count;
    const isSecondWave = share >= SECOND_AT;
    await run.at(share);
    const offset = Object.keys(KINDS).indexOf(kind) * 1_000;
    const from = isSecondWave ? botnetAddress(number + offset) : rentedAddress(number + offset);
    return act({ number, from });
  });
  return (await Promise.all(all)).flat();
}

/** How many submissions of a kind there are among all. */
export function countOf(kind: Kind, bots: number): number {
  return Math.round(bots * KINDS[kind]);
}

type Sender = (run: Run, bot: Bot) => Promise<Answer>;

/** How long a patient bot waits before it sends. */
const PATIENCE_MS = 25_000;

/** Patient bots write as people do, in words that none of these people uses. */
const PATIENT_WORDS_FROM = 3_001;

const SENDERS: Readonly<Record<Exclude<Kind, 'probers'>, Sender>> = {
  naive: async (run, bot) => {
    const letter = await letterForm(run, bot.from);
    const empty = letter.fields.filter(([name, value]) => value === '' && name !== 'source' && name !== 'district');
    const typed = Object.fromEntries(empty.map(([name]) => [name, 'Buy now']));
    return sendForm(run, bot, { letter, typed: { ...typed, ...personOf(bot, 'naive') } });
  },
  copies: async (run, bot) => {
    const typed = { ...personOf(bot, 'copies'), own_words: copiedWords(bot.number) };
    return sendForm(run, bot, { letter: await sharedForm(run, bot), typed });
  },
  api: ({ client }, bot) => {
    const supporter = { ...personOf(bot, 'api'), postal_code: POSTAL_CODE };
    return client.ask({ path: ACTIONS, from: bot.from, sent: JSON.stringify({ supporter }) });
  },
  disposable: async (run, bot) => {
    const email = `bo${bot.number}@${disposableDomain(bot.number)}`;
    run.opens.add(email);
    const typed = { ...personOf(bot, 'disposable'), email, own_words: copiedWords(bot.number) };
    return sendForm(run, bot, { letter: await sharedForm(run, bot), typed });
  },
  forgers: (run, bot) => forge(run, bot, personOf(bot, 'forgers')),
  patient: async (run, bot) => {
    const letter = await letterForm(run, bot.from);
    await sleep(PATIENCE_MS);
    const altcha = letter.challenge ? await solved(letter.challenge) : '';
    const own_words = ownWords(PATIENT_WORDS_FROM + bot.number);
    return sendForm(run, bot, { letter, typed: { ...personOf(bot, 'patient'), own_words, altcha } });
  },
  bombers: async (run, bot) => {
    const typed = { ...personOf(bot, 'bombers'), email: spelled(bot.number), copy: 'true' };
    return sendForm(run, bot, { letter: await sharedForm(run, bot), typed });
  },
};

function personOf({ number }: Bot, kind: Kind): Record<'given_name' | 'family_name' | 'email', string> {
  return { given_name: 'Bo', family_name: `Tan ${number}`, email: `${kind}${number}@supporter.example` };
}

/** The victim's address, often in another spelling. */
function spelled(number: number): string {
  const spellings = [VICTIM, VICTIM.toUpperCase(), VICTIM.replace('@', `+${number}@`)];
  return spellings[number % spellings.length] ?? VICTIM;
}
