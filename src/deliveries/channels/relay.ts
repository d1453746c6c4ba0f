import type { NodemailerError } from 'nodemailer';
import { InputError } from '../../platform/errors.js';
import { DeliveryError, type Phase } from '../delivery.js';
import { createAllowance } from './allowance.js';
import type { ComposedMessage } from './build-message.js';
import { MAX_CONNECTIONS, openPool, type Pool, type Timeouts } from './pool.js';
import { asDeliveryError, asSilence } from './smtp-failure.js';

/**
 * Before the content a relay that is slow is better asked again later. Behind the final dot it is waited for as long
 * as RFC 5321, section 4.5.3.2.6, asks: whoever hangs up early does not know whether the letter was taken. Meanwhile
 * the worker goes on renewing the lease.
 */
const TIMEOUTS: Timeouts = { connectMs: 30_000, envelopeMs: 120_000, answerMs: 600_000 };

/** From the first packet to MAIL there are several answers: greeting, EHLO, STARTTLS, AUTH. */
const SETUP_SHARE = 1.5;

export type RelaySettings = { readonly smtpUrl: string; readonly timeouts?: Timeouts | undefined };

/** The mail server that takes our mail, over a pool of connections. */
export type Relay = {
  /**
   * Hands one mail over and answers what the server said. `beforeContent` is awaited before its first byte leaves.
   * @throws DeliveryError
   */
  readonly submit: (message: ComposedMessage, beforeContent?: () => Promise<void>) => Promise<string>;
  readonly close: () => void;
};

/** Opens connections only when there is something to send. */
export function openRelay({ smtpUrl, timeouts = TIMEOUTS }: RelaySettings): Relay {
  const pool = openPool(smtpUrl, timeouts);
  // Whoever is let in finds a connection free, so that its time limit counts no waiting in line.
  const allowance = createAllowance(MAX_CONNECTIONS);
  return {
    submit: (message, beforeContent) => allowance.run(() => submit({ pool, timeouts }, message, beforeContent)),
    close: pool.close,
  };
}

type Line = { readonly pool: Pool; readonly timeouts: Timeouts };

async function submit(
  { pool, timeouts }: Line,
  message: ComposedMessage,
  beforeContent?: () => Promise<void>,
): Promise<string> {
  const patience = createPatience();
  let phase: Phase = 'connect';
  patience.begin(timeouts.connectMs * SETUP_SHARE);
  try {
    return await pool.send(message, {
      signal: patience.signal,
      onEnvelope: () => {
        phase = 'envelope';
        // Begins anew when the pool has to take another connection.
        patience.begin(timeouts.envelopeMs);
      },
      beforeContent: async () => {
        patience.end();
        await beforeContent?.();
        phase = 'content';
      },
    });
  } catch (error) {
    throw patience.signal.aborted ? asSilence(phase) : asDeliveryError(error as NodemailerError, phase);
  } finally {
    patience.end();
  }
}

/** An address that cannot be used today cannot be used tomorrow. @throws DeliveryError */
export function asRefused(error: unknown): never {
  if (!(error instanceof InputError)) throw error;
  throw new DeliveryError(error.faults.map(({ message }) => message).join(' '), { permanent: true });
}

/** A time limit that runs only between `begin` and `end`; where it runs out, the signal gives the send up. */
function createPatience(): {
  readonly signal: AbortSignal;
  readonly begin: (limitMs: number) => void;
  readonly end: () => void;
} {
  const givingUp = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  return {
    signal: givingUp.signal,
    begin: (limitMs) => {
      clearTimeout(timer);
      timer = setTimeout(() => givingUp.abort(), limitMs);
    },
    end: () => clearTimeout(timer),
  };
}
