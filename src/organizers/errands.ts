import { errorFacts, type Log } from '../platform/log.js';

/** What sends mails; it answers `previewed` where there is no mail server. */
export type Mailing = {
  readonly send: (mail: {
    readonly id: string;
    readonly to: { readonly name: string; readonly address: string };
    readonly subject: string;
    readonly text: string;
  }) => Promise<{ readonly state: 'sent' | 'previewed' }>;
};

type MailTools = { readonly mailer: Mailing; readonly log: Log };

/** Mails an invitation. Nobody is told that a mail was sent that was not: where this is false its link is shown, to be handed over. */
export async function mailInvitation(
  { mailer, log }: MailTools,
  mail: Parameters<Mailing['send']>[0],
): Promise<boolean> {
  try {
    const { state } = await mailer.send(mail);
    return state !== 'previewed';
  } catch (error) {
    log.warn({ ...errorFacts(error), invitation: mail.id }, 'an invitation could not be mailed');
    return false;
  }
}

/** Work that nobody waits for, so that the time of an answer tells nothing about it. */
export type Errands = {
  readonly run: (name: string, work: () => Promise<void>) => void;
  /** Resolves when nothing is under way. */
  readonly idle: () => Promise<void>;
};

export function createErrands({ log }: { readonly log: Log }): Errands {
  const underWay = new Set<Promise<void>>();
  return {
    run: (name, work) => {
      const errand = work()
        .catch((error: unknown) => {
          log.error({ ...errorFacts(error), errand: name }, 'an errand failed');
        })
        .finally(() => underWay.delete(errand));
      underWay.add(errand);
    },
    idle: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
