import { createHash } from 'node:crypto';

/** What the mail server does at one moment of a conversation instead of saying yes. */
export type Deed = {
  /** As the table names it. */
  readonly name: string;
  readonly reply?: string;
  /** It says nothing more, until the other side gives up. */
  readonly hangs?: boolean;
  readonly resets?: boolean;
  /** Behind the final dot: it took the letter, whatever it says. */
  readonly takes?: boolean;
  /** It has the process at the other end killed and says nothing. */
  readonly kills?: 'after DATA, letter not taken' | 'after DATA, letter taken';
  readonly waitMs?: number;
};

export type Moment = 'connect' | 'MAIL' | 'RCPT' | 'DATA' | 'content' | 'dot';

type Chance = readonly [percent: number, deed: Deed];

/** How often of a hundred times what goes wrong in bad weather; the rest is a yes. */
const CHANCES: Readonly<Record<Moment, readonly Chance[]>> = {
  connect: [
    [3, { name: '421 for a greeting', reply: '421 4.3.2 Not now' }],
    [1, { name: 'hang before the greeting', hangs: true }],
    [2, { name: 'reset before the greeting', resets: true }],
  ],
  MAIL: [
    [1, { name: '421 at MAIL', reply: '421 4.4.5 Too busy' }],
    [1, { name: '451 at MAIL', reply: '451 4.3.0 Try again later' }],
  ],
  RCPT: [
    [3, { name: '450 at RCPT (greylisting)', reply: '450 4.2.0 Greylisted, come back' }],
    [1, { name: '451 at RCPT', reply: '451 4.3.0 Try again later' }],
    [1, { name: '452 at RCPT (mailbox full)', reply: '452 4.2.2 Mailbox full' }],
    [0.5, { name: 'hang at RCPT', hangs: true }],
    [0.5, { name: 'reset at RCPT', resets: true }],
  ],
  DATA: [
    [1, { name: '451 at DATA', reply: '451 4.3.0 Try again later' }],
    [0.5, { name: 'hang at DATA', hangs: true }],
    [0.5, { name: 'reset at DATA', resets: true }],
  ],
  content: [
    [0.5, { name: 'hang before the final dot', hangs: true }],
    [1, { name: 'reset before the final dot', resets: true }],
  ],
  dot: [
    [1, { name: '451 after the dot', reply: '451 4.3.0 Try again later' }],
    [0.5, { name: 'hang after the dot, not taken', hangs: true }],
    [0.5, { name: 'hang after the dot, taken', hangs: true, takes: true }],
    [0.5, { name: 'reset after the dot, not taken', resets: true }],
    [0.5, { name: 'reset after the dot, taken', resets: true, takes: true }],
    [2, { name: 'slow after the dot', waitMs: 1_500, takes: true, reply: '250 2.0.0 Taken at last' }],
  ],
};

const KILLS: readonly Deed[] = [
  { name: 'killed after DATA, not taken', kills: 'after DATA, letter not taken' },
  { name: 'killed after DATA, taken', kills: 'after DATA, letter taken', takes: true },
];

/** Every so many letters the process at the other end dies in the middle of one. */
const LETTERS_A_KILL = 25;

/** Whether the letter of this number is one of those, and how. */
export function killAt(letter: number): Deed | undefined {
  return letter % LETTERS_A_KILL === 0 ? KILLS[(letter / LETTERS_A_KILL) % KILLS.length] : undefined;
}

/** Chooses what goes wrong at a moment; undefined is a yes. */
export function chooseDeed(moment: Moment, random: () => number): Deed | undefined {
  let mark = random() * 100;
  return CHANCES[moment].find(([percent]) => (mark -= percent) < 0)?.[1];
}

const REFUSED_AT_RCPT: Deed = { name: '550 at RCPT', reply: '550 5.1.1 No such person here' };
const REFUSED_AFTER_DOT: Deed = { name: '554 after the dot', reply: '554 5.6.0 We do not take this' };

/** Some letters are refused for good, whenever they come: otherwise a letter that failed could have arrived before. */
export function refusalOf(moment: Moment, deliveryId: string): Deed | undefined {
  const lot = (createHash('sha256').update(deliveryId).digest()[0] ?? 0) / 256;
  if (moment === 'RCPT' && lot < 0.02) return REFUSED_AT_RCPT;
  if (moment === 'dot' && lot >= 0.02 && lot < 0.03) return REFUSED_AFTER_DOT;
  return undefined;
}

/** The delivery's id inside an envelope sender `letters+01kar…-9f86d081884c@…` or a Message-ID. */
export function deliveryIdIn(text: string): string {
  return /[0-9a-hjkmnp-tv-z]{26}/.exec(text.toLowerCase())?.[0] ?? '';
}
