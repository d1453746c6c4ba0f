import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { Db } from '../../platform/db.js';
import { errorFacts, type Log } from '../../platform/log.js';
import type { Seal } from '../../platform/seal.js';
import { findDeliveryIdByReturnPath } from '../channels/return-path.js';
import { findDelivery } from './store.js';
import { NotNowError, type TakeMail } from './take-mail.js';

/** What the listener needs. */
export type ListenerTools = {
  readonly db: Db;
  readonly seal: Seal;
  readonly log: Log;
  readonly takeMail: TakeMail;
};

/** Takes mail for return addresses until it is closed; mail under way is taken to its end. */
export type BounceListener = {
  /** `lmtp://127.0.0.1:2400`; undefined while another process of this machine holds the port. */
  readonly address: () => string | undefined;
  readonly close: () => Promise<void>;
};

/** A mail may be so long; answers may carry attachments. */
const MAX_MAIL_BYTES = 10 * 1024 * 1024;
/** More at once wait or come again; each may hold a whole mail in memory. */
const MAX_CONNECTIONS = 20;
const IDLE_MS = 60_000;
const CLOSE_MS = 10_000;
const TRY_PORT_AGAIN_MS = 10_000;

/**
 * Listens for mail to return addresses, by LMTP (RFC 2033) behind a mail server or by SMTP as one. What was not sent to
 * an address that we made is refused at RCPT; the answer to the content follows the commit.
 */
export async function listenForBounces(url: string, tools: ListenerTools): Promise<BounceListener> {
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  let server: SMTPServer | undefined;
  let trying: NodeJS.Timeout | undefined;
  const open = async (): Promise<void> => {
    const opened = createServer(protocol === 'lmtp:', tools);
    if (await listen(opened, { host, port: Number(port) })) {
      server = opened;
      return;
    }
    tools.log.warn(
      { setting: 'BOUNCE_LISTEN' },
      'the port for bounces is taken: by another worker, or by another program',
    );
    trying = setTimeout(() => void open().catch(logError(tools.log)), TRY_PORT_AGAIN_MS).unref();
  };
  await open();
  return {
    address: () => server && `${protocol}//${hostname}:${(server.server.address() as AddressInfo).port}`,
    close: () => {
      clearTimeout(trying);
      return new Promise((resolve) => (server ? server.close(() => resolve()) : resolve()));
    },
  };
}

/** Answers whether the port could be had; other errors are the caller's. */
function listen(server: SMTPServer, at: { readonly host: string; readonly port: number }): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    });
    server.listen(at.port, at.host, () => resolve(true));
  });
}

function createServer(isLmtp: boolean, tools: ListenerTools): SMTPServer {
  const server = new SMTPServer({
    lmtp: isLmtp,
    size: MAX_MAIL_BYTES,
    rejectOversized: true,
    maxClients: MAX_CONNECTIONS,
    socketTimeout: IDLE_MS,
    closeTimeout: CLOSE_MS,
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onRcptTo: ({ address }, session, done) => {
      void checkRecipient(tools, { address, isSecond: !isLmtp && session.envelope.rcptTo.length > 0 }).then(done);
    },
    onData: (stream, session, done) => {
      void takeContent(tools, stream, session).then(
        (answers) => answerContent(answers, isLmtp, done),
        // The connection broke, and with it the mail.
        () => done(replyError(451, '4.4.2 Please try again later')),
      );
    },
  });
  server.on('error', (error) =>
    tools.log.debug(errorFacts(error), 'a connection to the bounce listener ended in an error'),
  );
  return server;
}

/** Answers why a recipient is refused, or nothing. */
async function checkRecipient(
  { db, seal, log }: ListenerTools,
  { address, isSecond }: { readonly address: string; readonly isSecond: boolean },
): Promise<Error | undefined> {
  // SMTP has one answer to the content, and each letter needs its own.
  if (isSecond) return replyError(452, '4.5.3 One recipient at a time, please');
  const deliveryId = findDeliveryIdByReturnPath(seal, address);
  try {
    if (deliveryId !== undefined && (await findDelivery(db, deliveryId))) return undefined;
  } catch (error) {
    logError(log)(error);
    return replyError(451, '4.3.0 Please try again later');
  }
  log.info('a mail to a return address that is not ours was refused');
  return replyError(550, '5.1.1 No such address here');
}

type Answered = string | Error;

/** Takes the mail for each of its recipients, one after the other, and answers for each. */
async function takeContent(
  tools: ListenerTools,
  stream: SMTPServerDataStream,
  { envelope }: SMTPServerSession,
): Promise<Answered[]> {
  const raw = await readContent(stream);
  const envelopeFrom = envelope.mailFrom ? envelope.mailFrom.address : '';
  const answers: Answered[] = [];
  // The server itself answers a mail that is too long, and nothing may come of it.
  if (raw === undefined) return envelope.rcptTo.map(() => 'too long');
  for (const { address } of envelope.rcptTo) {
    const deliveryId = findDeliveryIdByReturnPath(tools.seal, address);
    answers.push(await takeFor(tools, { raw, deliveryId, envelopeFrom }));
  }
  return answers;
}

/** The content; undefined where it is too long: it is heard to its end then, and nothing of it stays in memory. */
async function readContent(stream: SMTPServerDataStream): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (stream.sizeExceeded) chunks.length = 0;
    else chunks.push(chunk);
  }
  return stream.sizeExceeded ? undefined : Buffer.concat(chunks);
}

async function takeFor({ takeMail, log }: ListenerTools, arrival: Parameters<TakeMail>[0]): Promise<Answered> {
  try {
    const taken = await takeMail(arrival);
    log.info({ delivery: arrival.deliveryId, taken }, 'a mail came to a return address');
    return taken === 'refused' ? replyError(550, '5.7.1 This mail cannot be passed on') : '2.0.0 Taken';
  } catch (error) {
    if (!(error instanceof NotNowError)) logError(log)(error);
    return replyError(451, '4.3.0 Please try again later');
  }
}

function answerContent(answers: readonly Answered[], isLmtp: boolean, done: DataDone): void {
  const [first] = answers;
  if (isLmtp) done(null, [...answers] as unknown as string);
  else if (first instanceof Error) done(first);
  else done(null, first);
}

type DataDone = (error?: Error | null, message?: string) => void;

/** A refusal as smtp-server sends it. */
function replyError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

function logError(log: Log): (error: unknown) => void {
  return (error) => log.error(errorFacts(error), 'the bounce listener failed; the mail stays where it is');
}
