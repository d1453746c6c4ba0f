import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

/** A mail as the server took it. */
export type ReceivedMail = {
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  readonly raw: string;
  readonly mail: Email;
};

/** An answer other than a prompt "yes": a code and a text, to hang or break off, or a "yes" that lets wait. */
export type Misbehaviour =
  { readonly code: number; readonly text: string } | { readonly until: Promise<unknown> } | 'hang' | 'drop';

/** A real SMTP server on this machine; each step can be told to answer otherwise. */
export type MailServer = {
  readonly url: string;
  readonly received: ReceivedMail[];
  /** What to do instead of accepting; asked anew for each mail. */
  behave: {
    /** Before the server greets. */
    connect?: () => Misbehaviour | undefined;
    mailFrom?: () => Misbehaviour | undefined;
    rcptTo?: (address: string) => Misbehaviour | undefined;
    /** Before the content is read (`start`) or after it was read to its final dot (`end`). */
    data?: (moment: 'start' | 'end') => Misbehaviour | undefined;
  };
  /** Closes every connection from this side, as servers do with idle ones; `rudely` without a goodbye. */
  readonly hangUp: (how?: 'rudely') => void;
  readonly close: () => Promise<void>;
};

/** What smtp-server keeps of a connection; its types do not tell. */
type Connection = { readonly id: string; readonly _socket: Socket };

/** `hasTls` offers STARTTLS with a certificate that nobody vouches for. */
export async function startMailServer({ hasTls = false } = {}): Promise<MailServer> {
  const received: ReceivedMail[] = [];
  const told: Pick<MailServer, 'behave'> = { behave: {} };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: hasTls ? [] : ['STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 200,
    onConnect: (session, done) => {
      answer(told.behave.connect?.(), dropOf(session), done);
    },
    onMailFrom: (_address, session, done) => {
      answer(told.behave.mailFrom?.(), dropOf(session), done);
    },
    onRcptTo: ({ address }, session, done) => {
      answer(told.behave.rcptTo?.(address), dropOf(session), done);
    },
    onData: (stream, session, done) => {
      const start = told.behave.data?.('start');
      if (start) {
        stream.resume();
        answer(start, dropOf(session), done);
        return;
      }
      void takeMail(stream, session).then((mail) => {
        const end = told.behave.data?.('end');
        if (!end || isLate(end)) received.push(mail);
        answer(end, dropOf(session), done);
      }, done);
    },
  });
  const connections = (): Connection[] => [...server.connections];
  const dropOf = (session: SMTPServerSession) => (): void => {
    connections()
      .find(({ id }) => id === session.id)
      ?._socket.destroy();
  };
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    get behave() {
      return told.behave;
    },
    set behave(behave) {
      told.behave = behave;
    },
    hangUp: (how) => {
      for (const { _socket: socket } of connections()) {
        if (how === 'rudely') socket.resetAndDestroy();
        else socket.end('421 4.4.2 idle for too long\r\n');
      }
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}

async function takeMail(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<ReceivedMail> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  const raw = Buffer.concat(parts);
  const { mailFrom, rcptTo } = session.envelope;
  return {
    envelope: { from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address) },
    raw: raw.toString('utf8'),
    mail: await PostalMime.parse(raw),
  };
}

function answer(what: Misbehaviour | undefined, drop: () => void, done: (error?: Error | null) => void): void {
  if (what === 'hang') return;
  if (what === 'drop') drop();
  else if (what && isLate(what)) void what.until.then(() => done());
  else if (what) done(Object.assign(new Error(what.text), { responseCode: what.code }));
  else done();
}

function isLate(what: Misbehaviour): what is { readonly until: Promise<unknown> } {
  return typeof what === 'object' && 'until' in what;
}
