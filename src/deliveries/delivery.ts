import type { DeliveryState } from '../counts/index.js';
import type { Db } from '../platform/db.js';

/** The ways in which letters reach their targets. */
export const CHANNELS = ['smtp', 'handover'] as const;
import type { FailureReason } from './said.js';
import type { FailureCause } from './causes.js';

/** How a letter reaches its target. */
export type ChannelName = (typeof CHANNELS)[number];

/** All that a letter can be held for. */
export const HOLDS = ['confirm', 'review', 'target', 'crashes', 'restored'] as const;

/**
 * What a held letter waits for: the supporter's confirmation, a reviewer, an organizer's look at its target or at what it
 * did to workers, or somebody who knows whether it was sent after the backup that was restored.
 */
export type Hold = (typeof HOLDS)[number];

/** All that a queued letter can wait for. */
export const WAITS = ['retry', 'pace', 'window', 'pause', 'withdraw'] as const;

/** What a queued letter that is not due yet waits for. */
export type WaitsFor = (typeof WAITS)[number];

/** The row of one letter on its way. */
export type Delivery = {
  readonly id: string;
  readonly letterId: string;
  readonly campaignId: string;
  readonly officeId: string;
  readonly source: string;
  readonly channel: ChannelName;
  readonly state: DeliveryState;
  readonly stateAt: number;
  /** Why it is in this state; server answers are cut to 500 characters. */
  readonly reason: string | null;
  /** Set while it is held. */
  readonly hold: Hold | null;
  /** Set while it is queued for later. */
  readonly waitsFor: WaitsFor | null;
  readonly dueAt: number;
  readonly createdAt: number;
  readonly attempts: number;
  /** Counts the claims: who holds an older number has lost the row to another worker. */
  readonly fence: number;
  /** Since when it is being tried: four days from there it is given up; null before the first try. */
  readonly tryingSince: number | null;
  /** Workers that died over it, one after the other. */
  readonly crashes: number;
  /** How many of its paces it has passed already. */
  readonly paceStep: number;
  /** The part of the target's address behind the @, in lower case; null where there is no address. */
  readonly domain: string | null;
  /** What kept it from arriving, while it is failed or bounced. */
  readonly cause: FailureCause | null;
  /** Where the target's clock hangs, `America/Denver`. */
  readonly timeZone: string | null;
  /** When the supporter said that they sent a letter that was handed over. */
  readonly saidSentAt: number | null;
  /** When the supporter said that sending it did not work; never together with the one above. */
  readonly saidFailedAt: number | null;
  /** What went wrong, where the supporter said it. */
  readonly saidFailedWhy: FailureReason | null;
};

/** A letter ready to leave, with everything a channel needs. */
export type OutgoingLetter = {
  readonly deliveryId: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly supporter: { readonly name: string; readonly email: string };
  readonly organization: string;
  readonly subject: string;
  readonly text: string;
  /** What its supporter wrote was erased, so that it must not be sent any more. */
  readonly isErased?: boolean;
};

/** Renders letters by their ids; given by `actions`, which owns what the letters are made of. */
export type ComposeLetters = (
  deliveries: readonly { readonly id: string; readonly letterId: string }[],
) => Promise<ReadonlyMap<string, OutgoingLetter>>;

/**
 * Tells which letters' targets have changed since they were written, by delivery id, in words for the organizer and the
 * supporter; given by `actions`, which knows whom letters are for.
 */
export type FindChanges = (
  deliveries: readonly { readonly id: string; readonly letterId: string }[],
) => Promise<ReadonlyMap<string, string>>;

/** How far a try got: no connection yet, sender and recipient being named, content on its way, content answered. */
export type Phase = 'connect' | 'envelope' | 'content' | 'answered';

type FailureFacts = {
  readonly permanent: boolean;
  readonly isUnknown?: boolean;
  readonly refusedUs?: string;
  readonly answer?: string;
  readonly phase?: Phase;
};

/** A letter as those read it who decide about it. */
export type ReadableLetter = {
  readonly target: {
    readonly title: string;
    readonly name: string;
    readonly office: string;
    readonly email: string | null;
  };
  readonly subject: string;
  /** Without the supporter's name and address. */
  readonly text: string;
  /** Just as the office gets it. */
  readonly wholeText: string;
  /** What the supporter wrote beside the campaign's text. */
  readonly ownWords: string | null;
  readonly isRewritten: boolean;
  readonly signedBy: string;
};

/** Shows letters by their deliveries' ids; given by `actions`, which owns what the letters are made of. */
export type ReadLetters = (
  deliveries: readonly { readonly id: string; readonly letterId: string }[],
) => Promise<ReadonlyMap<string, ReadableLetter>>;

/** Where a target can be written to now: another address of the same person, or why there is none to take. */
export type CurrentAddress = { readonly from: string | null; readonly to: string } | { readonly refusal: string };

/** Looks up targets' present addresses and puts them into letters; given by `actions`, which owns the letters. */
export type Readdressing = {
  /** By delivery id. */
  readonly find: (
    deliveries: readonly { readonly id: string; readonly letterId: string }[],
  ) => Promise<ReadonlyMap<string, CurrentAddress>>;
  readonly replace: (
    trx: Db,
    letters: readonly { readonly letterId: string; readonly email: string }[],
  ) => Promise<void>;
};

/** A channel could not deliver. Its message is a sentence for supporters and organizers. */
export class DeliveryError extends Error {
  /** Another try would fail the same way. */
  readonly permanent: boolean;
  /** The letter may have arrived: the break came after its content was on the way. */
  readonly isUnknown: boolean;
  /** With which codes our own mail server refused to work for us, `554 5.7.1`: for the operator's log. */
  readonly refusedUs: string | undefined;
  /** What the server answered, as it did. */
  readonly answer: string | undefined;
  readonly phase: Phase | undefined;
  constructor(message: string, options: FailureFacts) {
    super(reasonText(message));
    this.name = 'DeliveryError';
    this.permanent = options.permanent;
    this.isUnknown = options.isUnknown ?? false;
    this.refusedUs = options.refusedUs;
    this.answer = options.answer;
    this.phase = options.phase;
  }
}

/** Server answers are kept up to this length. */
const MAX_REASON_CHARACTERS = 500;

/** A server's answer as it can be stored: PostgreSQL takes neither control characters such as NUL nor half a character. */
export function reasonText(answer: string): string {
  return answer
    .replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
    .slice(0, MAX_REASON_CHARACTERS)
    .toWellFormed();
}

/** A way for letters to leave. */
export type Channel = {
  /**
   * Hands a letter over. `beforeContent` is awaited before the first byte of the letter leaves; when it throws,
   * nothing leaves.
   * @throws DeliveryError
   */
  readonly send: (letter: OutgoingLetter, beforeContent: () => Promise<void>) => Promise<ChannelOutcome>;
  readonly close: () => Promise<void>;
};

export type ChannelOutcome = {
  readonly state: 'sent' | 'delivered' | 'previewed';
  /** A sentence for supporters and organizers. */
  readonly response: string;
  /** What the server answered, as it did. */
  readonly answer?: string;
  readonly phase?: Phase;
};
