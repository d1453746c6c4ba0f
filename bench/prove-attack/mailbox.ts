import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import PostalMime from 'postal-mime';
import { deliveryIdIn } from '../prove-delivery/misbehaviour.js';
import { converse, type Mail } from '../prove-delivery/smtp-session.js';

/** A mail server on this machine that takes everything, and keeps what matters of it. */
export type Mailbox = {
  readonly url: string;
  /** When each letter arrived at its office, by the delivery's id. */
  readonly letters: ReadonlyMap<string, number>;
  /** How often a letter arrived that had arrived before. */
  readonly doubled: () => number;
  /** Subjects of what else was mailed to a mailbox, however its address is spelled. */
  readonly mailsTo: (address: string) => readonly string[];
  /** Links to confirm an address that came since the last look. */
  readonly takeLinks: () => readonly Link[];
  readonly close: () => Promise<void>;
};

/** A path to confirm by, and who was mailed it. */
export type Link = { readonly to: string; readonly path: string };

const OFFICES = '@council.harbourview.example';

export async function openMailbox(): Promise<Mailbox> {
  const letters = new Map<string, number>();
  const mails = new Map<string, string[]>();
  let links: Link[] = [];
  let doubled = 0;
  const take = (mail: Mail): void => {
    if (mail.to.endsWith(OFFICES)) {
      const id = deliveryIdIn(mail.from);
      if (letters.has(id)) doubled += 1;
      else letters.set(id, performance.now());
    } else void open(mail);
  };
  const open = async ({ to, content }: Mail): Promise<void> => {
    const { subject = '', text = '' } = await PostalMime.parse(content);
    mails.set(mailboxOf(to), [...(mails.get(mailboxOf(to)) ?? []), subject]);
    const path = /\/confirm\/[\w.-]+/.exec(text)?.[0];
    if (path !== undefined) links.push({ to, path });
  };
  const { url, close } = await listen(take);
  return {
    url,
    letters,
    doubled: () => doubled,
    mailsTo: (address) => mails.get(mailboxOf(address)) ?? [],
    takeLinks: () => {
      const taken = links;
      links = [];
      return taken;
    },
    close,
  };
}

async function listen(take: (mail: Mail) => void): Promise<Pick<Mailbox, 'url' | 'close'>> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    converse(socket, { deed: () => undefined, take, kill: () => undefined });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function mailboxOf(address: string): string {
  return address.toLowerCase().replace(/\+[^@]*(?=@)/, '');
}
