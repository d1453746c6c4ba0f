import { Router, type Response } from 'express';
import {
  asPrivate,
  CONFIRM_WITHIN_MS,
  isAskedWhose,
  mailedReceiptLink,
  openReceipt,
  ownAction,
  whoseLink,
} from '../actions/index.js';
import type { Campaign, Campaigns } from '../campaigns/index.js';
import { writing } from '../platform/db.js';
import { NotFoundError } from '../platform/errors.js';
import { addressKey, findSuppression } from '../supporters/index.js';
import type { Views } from '../web/index.js';
import { answersPage, saveAnswers } from './answers.js';
import { confirmAddress, confirmationOf, type ConfirmTools } from './confirm.js';
import { notMeLink, unsubscribeLink, type LinkTools } from './links.js';
import { planLink } from './plan-link.js';
import { confirmPage, mailsPage, notMePage } from './pages.js';
import { allowMails, disown, stopMails, type StopTools } from './stop.js';
import { askForConfirmation } from './store-confirm.js';
import { findFacts, type Facts } from './store-facts.js';

export type NoticeRouteTools = ConfirmTools &
  StopTools &
  LinkTools & { readonly campaigns: Campaigns; readonly views: Views; readonly canMail: boolean };

/** The pages that mails to supporters lead to. Looking at one changes nothing, since mail scanners do; a button does. */
export function noticeRoutes(tools: NoticeRouteTools): Router {
  const routes = Router();
  addConfirmRoutes(routes, tools);
  addNotMeRoutes(routes, tools);
  addMailsRoutes(routes, tools);
  addReceiptRoutes(routes, tools);
  return routes;
}

function addConfirmRoutes(routes: Router, tools: NoticeRouteTools): void {
  const show = async (response: Response, token: string): Promise<void> => {
    const { facts, campaign } = await openAction(tools, 'confirm', token);
    if (facts.disownedAt > 0 || (await isAskedWhose(tools.db, facts.actionId))) {
      response.redirect(303, whoseLink({ ...tools, baseUrl: '' }, facts.actionId));
      return;
    }
    const confirmation = confirmationOf(facts, tools.clock.now());
    const notMeUrl = notMeLink({ ...tools, baseUrl: '' }, facts.actionId);
    const receiptUrl = mailedReceiptLink({ ...tools, baseUrl: '' }, facts.actionId);
    const waited = facts.mustConfirm === 1;
    const page = confirmPage({ campaign, confirmation, waited, token, notMeUrl, receiptUrl });
    asPrivate(response).send(tools.views.render('notices/confirm', page));
  };
  routes.get('/confirm/:token', async (request, response) => {
    await show(response, request.params.token);
  });
  routes.post('/confirm/:token', async (request, response) => {
    const { token } = request.params;
    const { mine } = (request.body ?? {}) as { readonly mine?: unknown };
    const { facts, campaign } = await openAction(tools, 'confirm', token);
    const isChosen = mine !== undefined;
    // Where several were written, only who was shown them and chose the first confirms it.
    if (isChosen || !(await isAskedWhose(tools.db, facts.actionId))) await confirmAddress(tools, facts, campaign);
    if (isChosen) await writing(tools.db, (trx) => ownAction(trx, facts.actionId, tools.clock.now()));
    response.redirect(303, `/confirm/${token}`);
  });
}

function addNotMeRoutes(routes: Router, tools: NoticeRouteTools): void {
  const show = async (response: Response, token: string): Promise<void> => {
    const { facts, campaign } = await openAction(tools, 'not-me', token);
    const key = addressKey(tools.seal, facts.email);
    const isDone = (await findSuppression(tools.db, key)) === 'not-me';
    const page = notMePage({ campaign, token, isDone, mailsUrl: unsubscribeLink({ ...tools, baseUrl: '' }, key) });
    asPrivate(response).send(tools.views.render('notices/not-me', page));
  };
  routes.get('/not-me/:token', async (request, response) => {
    await show(response, request.params.token);
  });
  routes.post('/not-me/:token', async (request, response) => {
    const { token } = request.params;
    await disown(tools, (await openAction(tools, 'not-me', token)).facts);
    response.redirect(303, `/not-me/${token}`);
  });
}

/** One click of a mail program sends `List-Unsubscribe=One-Click` here, from no page and with no cookie (RFC 8058). */
function addMailsRoutes(routes: Router, tools: NoticeRouteTools): void {
  const show = async (response: Response, token: string): Promise<void> => {
    const isStopped = (await findSuppression(tools.db, openKey(tools, token))) !== undefined;
    asPrivate(response).send(tools.views.render('notices/mails', mailsPage({ token, isStopped })));
  };
  routes.get('/u/:token', async (request, response) => {
    await show(response, request.params.token);
  });
  // Answers without leading elsewhere: mail providers do not follow (RFC 8058, section 3.1).
  routes.post('/u/:token', async (request, response) => {
    const { token } = request.params;
    const key = openKey(tools, token);
    const { undo } = (request.body ?? {}) as Readonly<Record<string, unknown>>;
    await (undo === undefined ? stopMails(tools, key) : allowMails(tools, key));
    await show(response, token);
  });
}

function addReceiptRoutes(routes: Router, tools: NoticeRouteTools): void {
  const show = async (response: Response, token: string, fault?: string): Promise<void> => {
    const page = await answersPage(tools, token, fault);
    asPrivate(response)
      .status(fault === undefined ? 200 : 422)
      .send(tools.views.render('notices/answers', page));
  };
  routes.get('/r/:token/answers', async (request, response) => {
    await show(response, request.params.token);
  });
  routes.post('/r/:token/answers', async (request, response) => {
    const { token } = request.params;
    const saved = await saveAnswers(tools, token, request.body);
    if (saved === 0) await show(response, token, 'Please choose an answer for at least one of them.');
    else response.redirect(303, `/r/${token}`);
  });
  routes.post('/r/:token/confirm-again', async (request, response) => {
    const { token } = request.params;
    const { actionId } = (await openReceipt(tools, token)).receipt;
    const at = tools.clock.now();
    await writing(tools.db, (trx) => askForConfirmation(trx, { actionId, at, after: at - CONFIRM_WITHIN_MS }));
    response.redirect(303, `/r/${token}`);
  });
  routes.post('/r/:token/mail-link', async (request, response) => {
    const { token } = request.params;
    await planLink(tools, (await openReceipt(tools, token)).receipt.actionId);
    response.redirect(303, `/r/${token}?mailed#mail`);
  });
}

const NO_PAGE = 'There is no page at this address. Please check that the whole link was copied.';

/** The action that a link of a mail belongs to. @throws NotFoundError */
async function openAction(
  tools: NoticeRouteTools,
  purpose: 'confirm' | 'not-me',
  token: string,
): Promise<{ readonly facts: Facts; readonly campaign: Campaign }> {
  const actionId = tools.seal.open(purpose, token);
  const facts = actionId === undefined ? undefined : await findFacts(tools.db, actionId);
  const campaign = (await tools.campaigns.list()).find(({ id }) => id === facts?.campaignId);
  if (!facts || !campaign) throw new NotFoundError(NO_PAGE);
  return { facts, campaign };
}

/** @throws NotFoundError */
function openKey({ seal }: NoticeRouteTools, token: string): string {
  const key = seal.open('unsubscribe', token);
  if (key === undefined) throw new NotFoundError(NO_PAGE);
  return key;
}
