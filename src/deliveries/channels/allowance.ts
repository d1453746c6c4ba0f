import { createLimiter } from '../limiter.js';
import { DeliveryError } from '../delivery.js';

/** So many mails after the relay refused one more connection, one more is tried. */
const MAILS_BEFORE_ONE_MORE = 250;

/** How many connections the relay lets us have: at first all that we would like, then as many as it bears. */
export type Allowance = {
  /**
   * Runs a send when there is a connection for it. Where the relay refuses one more connection for now, those that it
   * bears go on, and the send stands in line again.
   */
  readonly run: (send: () => Promise<string>) => Promise<string>;
};

export function createAllowance(most: number): Allowance {
  const limiter = createLimiter(most);
  let allowed = most;
  let [running, sent, sentSince] = [0, 0, 0];
  const allow = (connections: number): void => {
    allowed = connections;
    sentSince = 0;
    limiter.allow(allowed);
  };
  const countSent = (): void => {
    sent++;
    if (allowed < most && ++sentSince >= MAILS_BEFORE_ONE_MORE) allow(allowed + 1);
  };
  const attempt = async (send: () => Promise<string>): Promise<string | undefined> => {
    running++;
    const sentBefore = sent;
    try {
      const answer = await send();
      countSent();
      return answer;
    } catch (error) {
      // Alone, and nothing got through meanwhile: the relay lets nobody in.
      if (!isOneTooMany(error) || (running === 1 && sent === sentBefore)) throw error;
      allow(Math.max(1, Math.min(allowed, running - 1)));
      return undefined;
    } finally {
      running--;
    }
  };
  return {
    run: async (send) => {
      for (;;) {
        let answer: string | undefined;
        await limiter.run(async () => {
          answer = await attempt(send);
        });
        if (answer !== undefined) return answer;
      }
    },
  };
}

/** Whether a connection was refused for now by an answer (`421 Too many connections`), before any mail was named on it. */
function isOneTooMany(error: unknown): boolean {
  return error instanceof DeliveryError && error.phase === 'connect' && /^4\d\d/.test(error.answer ?? '');
}
