import { listKeptOf, settleKept } from '../../deliveries/index.js';
import { momentText } from '../../platform/clock.js';
import { ConflictError, NotFoundError } from '../../platform/errors.js';
import type { Ids } from '../../platform/ids.js';
import { go, page, type Answer, type ConsoleRoute, type Visit } from '../visit.js';
import type { ListTools } from './list.js';
import { scopeOf, type Scope } from './scope.js';

export type KeptTools = ListTools & { readonly ids: Ids };

const MOST_LISTED = 100;

/** As much of a mail is shown; longer ones are mostly attachments. */
const MOST_CHARACTERS = 20_000;

/** Mails to return addresses that nobody understood, until somebody says what they were. */
export function keptRoutes(tools: KeptTools): ConsoleRoute[] {
  return [
    {
      of: 'organization',
      method: 'get',
      path: '/letters/kept',
      needs: 'send',
      handle: (visit) => listPage(tools, visit),
    },
    {
      of: 'organization',
      method: 'get',
      path: '/letters/kept/:mail',
      needs: 'send',
      handle: (visit) => mailPage(tools, visit),
    },
    {
      of: 'organization',
      method: 'post',
      path: '/letters/kept/:mail',
      needs: 'send',
      does: 'settled a mail that came back',
      handle: (visit) => settle(tools, visit),
    },
  ];
}

async function listPage(tools: KeptTools, visit: Visit): Promise<Answer> {
  const scope = await scopeOf(tools.campaigns, visit);
  const mails = await listKeptOf(tools.db, scope.campaignIds, { limit: MOST_LISTED });
  return page('letters/kept', {
    title: 'Mails to settle',
    back: `${visit.base}/letters/queue`,
    mails: mails.map(({ id, why, receivedAt }) => {
      return { why, at: momentText(receivedAt, scope.timeZone), href: `${visit.base}/letters/kept/${id}` };
    }),
  });
}

async function mailPage(tools: KeptTools, visit: Visit): Promise<Answer> {
  const scope = await scopeOf(tools.campaigns, visit);
  const mail = await findOwn(tools, visit, scope);
  const slug = scope.campaigns.find(({ id }) => id === mail.campaignId)?.slug ?? '';
  return page('letters/kept-mail', {
    title: 'A mail to settle',
    back: `${visit.base}/letters/kept`,
    action: `${visit.base}/letters/kept/${mail.id}`,
    letter: `${visit.base}/campaigns/${slug}/letters/${mail.deliveryId ?? ''}`,
    why: mail.why,
    at: momentText(mail.receivedAt, scope.timeZone),
    text: Buffer.from(mail.raw ?? '', 'base64')
      .toString('utf8')
      .slice(0, MOST_CHARACTERS),
  });
}

async function settle(tools: KeptTools, visit: Visit): Promise<Answer> {
  const mail = await findOwn(tools, visit, await scopeOf(tools.campaigns, visit));
  const as = visit.form.one('as') === 'bounced' ? 'bounced' : 'ignore';
  try {
    await settleKept(tools, { id: mail.id, as, deliveryId: mail.deliveryId });
  } catch (error) {
    if (error instanceof ConflictError) return go('/letters/kept', error.message);
    throw error;
  }
  const said = as === 'bounced' ? 'Settled: the letter came back.' : 'Settled: nothing changed.';
  return go('/letters/kept', `${said} The mail’s text is forgotten.`, {
    trace: { about: `delivery:${mail.deliveryId ?? ''}`, detail: said },
  });
}

/** @throws NotFoundError */
async function findOwn(
  { db }: KeptTools,
  visit: Visit,
  { campaignIds }: Scope,
): Promise<Awaited<ReturnType<typeof listKeptOf>>[number]> {
  const id = visit.part('mail');
  const [mail] = /^\w{1,40}$/.test(id) ? await listKeptOf(db, campaignIds, { limit: 1, id }) : [];
  if (!mail) throw new NotFoundError('There is no such mail, or it was settled before.');
  return mail;
}
