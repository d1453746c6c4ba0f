import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';

/** A mail that the server took. */
export type Taken = { readonly messageId: string; readonly to: string; readonly subject: string };

/** A mail server that takes everything, at a pace that can be set, and notes it in a log as Postfix does. */
export type Sink = {
  readonly url: string;
  readonly taken: readonly Taken[];
  /** How long it lets the program wait for the answer to a mail; `still`: until it is told otherwise. */
  readonly setPace: (pace: number | 'still') => void;
  /** Resolves when no mail is being taken. */
  readonly idle: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export async function startSink(logFile: string): Promise<Sink> {
  const taken: Taken[] = [];
  let pace: number | 'still' = 0;
  let underWay = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 200,
    onData: (stream, { envelope }, done) => {
      underWay += 1;
      const take = async (): Promise<void> => {
        const raw = await text(stream);
        while (pace === 'still') await sleep(20);
        await sleep(pace);
        const mail = { ...headersOf(raw), to: envelope.rcptTo[0]?.address ?? '' };
        appendFileSync(logFile, `mail postfix/cleanup[7]: 4F2A91: message-id=${mail.messageId}\n`);
        taken.push(mail);
      };
      void take()
        .then(() => done(), done)
        .finally(() => (underWay -= 1));
    },
  });
  // The program is killed in the middle of what it says.
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  return {
    url: `smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`,
    taken,
    setPace: (wanted) => void (pace = wanted),
    idle: async () => {
      while (underWay > 0) await sleep(20);
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

function headersOf(raw: string): { readonly messageId: string; readonly subject: string } {
  const header = (name: string): string => new RegExp(`^${name}:\\s*(.*)$`, 'im').exec(raw)?.[1]?.trim() ?? '';
  return { messageId: header('Message-ID'), subject: header('Subject') };
}
