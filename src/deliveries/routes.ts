import { Router, type Request } from 'express';
import { momentText, type Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import { ForbiddenError, NotFoundError } from '../platform/errors.js';
import type { Views } from '../web/index.js';
import type { SupporterMail } from './channels/compose-mail.js';
import { bareAddress, composeMessage, type SendingIdentity } from './channels/compose-message.js';
import type { ComposeLetters, Delivery, OutgoingLetter } from './delivery.js';
import { findPreviewed, listPreviewed } from './store.js';

/** A mail to a supporter that was not sent. */
export type OutboxMail = { readonly id: string; readonly mail: SupporterMail; readonly plannedAt: number };

/** The mails of the outbox; given by `notices`, which knows what they are made of. */
export type OutboxMails = {
  readonly list: (limit: number) => Promise<readonly OutboxMail[]>;
  readonly find: (id: string) => Promise<OutboxMail | undefined>;
};

export type OutboxTools = {
  readonly db: Db;
  readonly clock: Clock;
  readonly views: Views;
  readonly compose: ComposeLetters;
  readonly identity: SendingIdentity;
  readonly outboxMails: OutboxMails;
  /** Where the pages are for everyone; when that is a public address, a proxy may make anyone look like this machine. */
  readonly baseUrl: string;
  /** With a mail server there is no outbox. */
  readonly hasMailServer: boolean;
};

const LETTERS_ON_A_PAGE = 50;

/** The outbox: letters as they would have been sent, shown on this machine only, since nobody has logged in. */
export function outboxRoutes(tools: OutboxTools): Router {
  const routes = Router();
  routes.use('/outbox', (request, response, next) => {
    if (!isFromThisMachine(request) || !OWN_NAME.test(new URL(tools.baseUrl).host)) {
      throw new ForbiddenError(
        'The outbox holds people’s letters, so it is shown only on the machine that Clarion runs on, under the name localhost, and only while BASE_URL names no public address.',
      );
    }
    response.set({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' });
    next();
  });

  routes.get('/outbox', async (_request, response) => {
    response.type('html').send(tools.views.render('deliveries/outbox', await outboxPage(tools)));
  });

  routes.get('/outbox/:id', async (request, response) => {
    response
      .type('html')
      .send(tools.views.render('deliveries/outbox-letter', await outboxLetterPage(tools, request.params.id)));
  });
  routes.get('/outbox/mails/:id', async (request, response) => {
    response
      .type('html')
      .send(tools.views.render('deliveries/outbox-mail', await outboxMailPage(tools, request.params.id)));
  });
  return routes;
}

async function outboxPage({ db, compose, hasMailServer, outboxMails }: OutboxTools): Promise<object> {
  const previewed = await listPreviewed(db, LETTERS_ON_A_PAGE);
  const letters = await compose(previewed);
  const entries = previewed.flatMap((delivery) => entryOf(delivery, letters.get(delivery.id)));
  const mails = (await outboxMails.list(LETTERS_ON_A_PAGE)).map(({ id, mail: { to, subject }, plannedAt }) => {
    return { id, to, subject, madeAt: momentText(plannedAt, 'utc') };
  });
  const newest = entries.length === LETTERS_ON_A_PAGE && LETTERS_ON_A_PAGE;
  return { title: 'Outbox', hasMailServer, entries, mails, newest };
}

/** @throws NotFoundError */
async function outboxLetterPage({ db, compose, identity }: OutboxTools, id: string): Promise<object> {
  const delivery = await findPreviewed(db, id);
  const letter = delivery && (await compose([delivery])).get(delivery.id);
  if (!letter) throw new NotFoundError('There is no such letter in the outbox.');
  const message = await composeMessage(letter, identity, delivery.createdAt);
  return {
    title: letter.subject,
    letter,
    from: `${letter.supporter.name} (via ${letter.organization})`,
    takenAt: momentText(delivery.createdAt, 'utc'),
    envelope: message.envelope,
    raw: message.raw.toString('utf8'),
  };
}

/** @throws NotFoundError */
async function outboxMailPage({ outboxMails, identity, baseUrl }: OutboxTools, id: string): Promise<object> {
  const found = await outboxMails.find(id);
  if (!found) throw new NotFoundError('There is no such mail in the outbox.');
  const { mail, plannedAt } = found;
  return {
    title: mail.subject,
    mail,
    from: mail.fromName === undefined ? identity.mailFrom : `${mail.fromName} <${bareAddress(identity.mailFrom)}>`,
    madeAt: momentText(plannedAt, 'utc'),
    links: mail.text.split(/\s+/).filter((word) => word.startsWith(`${baseUrl}/`)),
  };
}

function entryOf(delivery: Delivery, letter: OutgoingLetter | undefined): object[] {
  if (!letter) return [];
  return [
    {
      id: delivery.id,
      to: letter.to,
      from: letter.supporter.name,
      subject: letter.subject,
      takenAt: momentText(delivery.createdAt, 'utc'),
    },
  ];
}

/** Names of this machine, with any port: another one is a proxy's, or a foreign page's whose name was bound to us anew. */
const OWN_NAME = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(?::\d+)?$/i;

/** Proxies add these to what others ask. */
const MARKS_OF_PROXIES = ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'forwarded', 'via'];

/**
 * Asked directly, from a loopback address and by a name of this machine; where a proxy shows, somebody else may be
 * behind it. nginx as it comes sends no mark and its own name for us, but speaks HTTP/1.0, which no browser does.
 */
function isFromThisMachine(request: Request): boolean {
  const address = request.socket.remoteAddress ?? '';
  const isLoopback = address === '::1' || /^(?:::ffff:)?127\./.test(address);
  const isByProxy = request.httpVersion === '1.0' || MARKS_OF_PROXIES.some((name) => name in request.headers);
  return isLoopback && !isByProxy && OWN_NAME.test(request.headers.host ?? '');
}
