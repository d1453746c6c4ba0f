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
