import { Router, type Request, type Response } from 'express';
import { allowNonce, type Views } from '../web/index.js';
import { agentOf } from './agent.js';
import { TooManyTriesError } from './attempts.js';
import { page, type Caller, type Door, type DoorTools, type Reply } from './door.js';
import { doors } from './doors.js';
import { givenToken, refuseForged } from './forged-form.js';
import { writeKept } from './kept-form.js';
import {
  clearSessionCookie,
  readFormCookie,
  readSessionCookie,
  setFormCookie,
  setSessionCookie,
} from './session-cookie.js';
import type { Session } from './sessions.js';
import { putSaid, takeSaid } from './store-sessions.js';

export type OrganizerRouteTools = DoorTools & { readonly views: Views };

/**
 * Signing in and out, accounts, the first start, and the way from `/console` to somebody's organization; `further` are
 * doors that other folders know of.
 */
export function organizerRoutes(tools: OrganizerRouteTools, further: readonly Door[] = []): Router {
  const routes = Router();
  for (const door of [...doors(tools), ...further]) {
    routes[door.method](door.path, async (request, response) => {
      const session = await tools.sessions.find(readSessionCookie(request, tools.baseUrl));
      checkForm(tools, door, { request, session });
      await send(tools, { request, response, session }, await replyOf(door, callerOf(request, session), request));
    });
  }
  routes.post('/sign-out', async (request, response) => {
    const session = await tools.sessions.find(readSessionCookie(request, tools.baseUrl));
    if (session) {
      refuseForged(request, session.csrf);
      await tools.sessions.end(session.id);
    }
    clearSessionCookie(response, tools.baseUrl);
    response.redirect(303, '/sign-in?after=sign-out');
  });
  return routes;
}

/**
 * Answers a form of the console that came without a session: what was typed is carried along and sent on after signing
 * in, when its sender has seen it. A form that is not of the session that ended is dropped.
 */
export async function keepForm(tools: OrganizerRouteTools, request: Request, response: Response): Promise<void> {
  const token = tools.sessions.formToken(readSessionCookie(request, tools.baseUrl));
  // Without the cookie nothing tells whose form it was; its sender is asked before it is sent on.
  const given = token ?? givenToken(request);
  refuseForged(request, ...(typeof given === 'string' && given !== '' ? [given] : []));
  const kept = writeKept(request.originalUrl, request.body);
  const data = { title: 'Please sign in again', kept, action: '/sign-in/again', isEnded: true };
  await send(tools, { request, response, session: undefined }, page('sign-in', data, { status: 401 }));
}

/**
 * Before anybody is signed in a form is tied to the browser that asked for it, so that nobody is signed in to somebody
 * else's account. @throws ForbiddenError
 */
function checkForm(tools: OrganizerRouteTools, door: Door, { request, session }: Omit<Exchange, 'response'>): void {
  // Nothing is changed by a member's form whose session has ended: they are led to the sign-in page.
  if (door.method === 'get' || (door.for === 'members' && !session)) return;
  const cookie = readFormCookie(request, tools.baseUrl);
  const ofBrowser = door.for === 'anybody' && cookie ? [formToken(tools, cookie)] : [];
  refuseForged(request, ...(session ? [session.csrf] : []), ...ofBrowser);
}

function formToken({ seal }: OrganizerRouteTools, cookie: string): string {
  return seal.digest('form', cookie);
}

async function replyOf(door: Door, caller: Caller, request: Request): Promise<Reply> {
  try {
    if (door.for === 'anybody') return await door.handle(caller);
    const { session } = caller;
    if (session) return await door.handle({ ...caller, session });
    const to = request.method === 'GET' ? request.originalUrl : '/account';
    return { kind: 'go', to: `/sign-in?to=${encodeURIComponent(to)}` };
  } catch (error) {
    if (!(error instanceof TooManyTriesError)) throw error;
    const data = { title: 'Please wait a little', message: error.message, retryAfterSeconds: error.retryAfterSeconds };
    return page('too-many', data, { status: 429 });
  }
}

type Exchange = { readonly request: Request; readonly response: Response; readonly session: Session | undefined };

async function send(tools: OrganizerRouteTools, { request, response, session }: Exchange, reply: Reply): Promise<void> {
  response.set('Cache-Control', 'no-store');
  const begun = reply.begin === undefined ? undefined : await begin(tools, { request, response, session }, reply.begin);
  const now = begun ?? session;
  if (reply.kind === 'go') {
    if (reply.end && session) await tools.sessions.end(session.id);
    if (reply.end) clearSessionCookie(response, tools.baseUrl);
    if (reply.said !== undefined && now) await putSaid(tools.db, now.id, JSON.stringify({ text: reply.said }));
    response.redirect(303, reply.to);
    return;
  }
  const said = now && (await takeSaid(tools.db, now.id));
  const frame = {
    user: now?.user.name,
    csrf: now?.csrf ?? formToken(tools, formCookie(tools, request, response)),
    said: said === undefined ? undefined : (JSON.parse(said) as object),
  };
  const { retryAfterSeconds } = reply.data;
  if (typeof retryAfterSeconds === 'number') response.set('Retry-After', String(retryAfterSeconds));
  const nonce = allowNonce(response, tools.ids.token());
  const html = tools.views.render(reply.template, { ...reply.data, frame, csrf: frame.csrf, nonce });
  response
    .status(reply.status ?? 200)
    .type('html')
    .send(html);
}

/** A new session each time; the one before it in this browser ends. */
async function begin(tools: OrganizerRouteTools, exchange: Exchange, userId: string): Promise<Session | undefined> {
  const { request, response, session } = exchange;
  if (session) await tools.sessions.end(session.id);
  const cookie = await tools.sessions.begin(userId, agentOf(request.headers['user-agent']));
  setSessionCookie(response, tools.baseUrl, cookie);
  return tools.sessions.find(cookie);
}

function formCookie(tools: OrganizerRouteTools, request: Request, response: Response): string {
  const given = readFormCookie(request, tools.baseUrl);
  if (given !== undefined && given !== '') return given;
  const made = tools.ids.token();
  setFormCookie(response, tools.baseUrl, made);
  return made;
}

function callerOf(request: Request, session: Session | undefined): Caller {
  const body = (request.body ?? {}) as Readonly<Record<string, unknown>>;
  const all = (name: string): string[] => [body[name]].flat().filter((value) => typeof value === 'string');
  const raw = (name: string): string => all(name)[0] ?? '';
  return {
    session,
    part: (name) => textOf(request.params[name]),
    query: (name) => textOf(request.query[name]),
    typed: (name) => raw(name).trim(),
    raw,
    all,
    agent: agentOf(request.headers['user-agent']),
    ip: request.ip ?? '',
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
