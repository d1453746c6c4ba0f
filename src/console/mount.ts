import { Router, type Request, type Response } from 'express';
import type { Campaigns } from '../campaigns/index.js';
import {
  keepForm,
  listMemberships,
  may,
  noteAct,
  openByKey,
  putSaid,
  readSessionCookie,
  refuseForged,
  takeSaid,
  type Membership,
  type OrganizerRouteTools,
  type Session,
} from '../organizers/index.js';
import { takesPart, type Coalitions } from '../partners/index.js';
import { ForbiddenError, NotFoundError } from '../platform/errors.js';
import type { FileScan } from '../platform/file-scan/index.js';
import { allowNonce, RequestError } from '../web/index.js';
import { frameOf, type Said } from './frame.js';
import { partOf, readVisit } from './read-visit.js';
import { sendAnswer } from './send-answer.js';
import type { AnyVisit, Answer, CampaignVisit, CoalitionVisit, ConsoleRoute, Visit } from './visit.js';

export type MountTools = OrganizerRouteTools & {
  readonly campaigns: Campaigns;
  readonly coalitions: Coalitions;
  readonly scan: FileScan;
};

/**
 * Puts the console's routes under `/console/:organization`. Before a route is asked: who is signed in, whether they
 * belong to the organization, whether their role may, whether the form is ours, whether the campaign is the
 * organization's, whether it takes part in the coalition. After it changed something that is noted in the log.
 */
export function mountConsole(tools: MountTools, consoleRoutes: readonly ConsoleRoute[]): Router {
  const routes = Router();
  for (const route of consoleRoutes) {
    routes[route.method](`/console/:organization${route.path}`, async (request, response) => {
      const session = await tools.sessions.find(readSessionCookie(request, tools.baseUrl));
      if (!session && request.headers.authorization !== undefined) await answerKey({ tools, route }, request, response);
      else if (session) await answer({ tools, route, session }, request, response);
      else await signInFirst(tools, request, response);
    });
  }
  return routes;
}

type Asked = { readonly tools: MountTools; readonly route: ConsoleRoute; readonly session: Session };

async function answer(asked: Asked, request: Request, response: Response): Promise<void> {
  const { tools, route, session } = asked;
  const organization = await findOrganization(tools, session, partOf(request, 'organization'));
  if (lacksSecondFactor(session, organization)) {
    setUpSecondFactor(request, response);
    return;
  }
  if (!may(organization.role, route.needs))
    throw new ForbiddenError(`Your role in ${organization.name} is ${organization.role}, which may not do this.`);
  if (route.method === 'post') refuseForged(request, session.csrf);
  const visit = readVisit(request, { user: session.user, organization, scan: tools.scan });
  const { inside, answered } = await ask(tools, route, visit);
  await note(asked, answered, inside);
  if (answered.kind === 'go') {
    // The page that follows shows what was just done.
    tools.campaigns.forget();
    tools.coalitions.forget();
    const { said, undo } = answered;
    if (said !== undefined) await putSaid(tools.db, session.id, JSON.stringify({ text: said, ...(undo && { undo }) }));
    response.redirect(303, visit.base + answered.to);
    return;
  }
  if (answered.kind !== 'page') {
    await sendAnswer(response, answered);
    return;
  }
  const said = answered.isFramed ? undefined : await readSaid(tools, session);
  const path = request.path.slice(visit.base.length);
  const frame = frameOf(inside, { path, csrf: session.csrf, said });
  const nonce = allowNonce(response, tools.ids.token());
  const html = tools.views.render(answered.template, { ...answered.data, frame, csrf: session.csrf, nonce });
  await sendAnswer(response, { ...answered, html });
}

/** Lets a program fetch a file with a key: it sees what the key's role sees, changes nothing and gets no page. */
async function answerKey(
  { tools, route }: Omit<Asked, 'session'>,
  request: Request,
  response: Response,
): Promise<void> {
  const opened = await openByKey(tools, request.headers.authorization ?? '');
  if (!opened) throw new RequestError(401, 'This key is not in force.');
  const { membership } = opened;
  if (membership.slug !== partOf(request, 'organization')) throw new NotFoundError('There is no page at this address.');
  if (route.method !== 'get' || !may(membership.role, route.needs))
    throw new ForbiddenError('This key may not do this.');
  const user = { id: opened.id, name: `the key “${opened.name}”`, email: '' };
  const visit = readVisit(request, { user, organization: membership, scan: tools.scan });
  const { answered } = await ask(tools, route, visit);
  if (answered.kind !== 'file') throw new ForbiddenError('A key opens files; pages are for people who sign in.');
  await sendAnswer(response, answered);
}

/** An organization that somebody does not belong to is to them as one that does not exist. */
async function findOrganization(tools: MountTools, { user }: Session, slug: string): Promise<Membership> {
  const found = (await listMemberships(tools.db, user.id)).find((one) => one.slug === slug);
  if (!found) throw new NotFoundError('There is no page at this address.');
  return found;
}

/** Lets a route answer, with the campaign or the coalition that its path names. */
async function ask(
  tools: MountTools,
  route: ConsoleRoute,
  visit: Visit,
): Promise<{ readonly inside: AnyVisit; readonly answered: Answer }> {
  if (route.of === 'campaign') {
    const inside = await campaignVisit(tools, visit);
    return { inside, answered: await route.handle(inside) };
  }
  if (route.of === 'coalition') {
    const inside = await coalitionVisit(tools, visit);
    if (route.isForLead === true && !inside.isLead)
      throw new ForbiddenError(`Only the organization that leads ${inside.coalition.name} may do this.`);
    return { inside, answered: await route.handle(inside) };
  }
  return { inside: visit, answered: await route.handle(visit) };
}

/** A coalition that an organization takes no part in is to it as one that does not exist. */
async function coalitionVisit({ coalitions }: MountTools, visit: Visit): Promise<CoalitionVisit> {
  const slug = visit.part('coalition');
  const { organizationId } = visit.organization;
  const coalition = await coalitions.get(slug).catch(() => {
    coalitions.forget();
    return coalitions.get(slug);
  });
  const partner = coalition.partners.find((one) => one.organizationId === organizationId && takesPart(one));
  if (!partner) throw new NotFoundError('There is no coalition at this address.');
  return { ...visit, coalition, partner, isLead: coalition.leadOrganizationId === organizationId };
}

async function campaignVisit(tools: MountTools, visit: Visit): Promise<CampaignVisit> {
  const { campaigns } = tools;
  const slug = visit.part('campaign');
  // It may have been made a moment ago, also by another process.
  const campaign = await campaigns.get(slug).catch(() => {
    campaigns.forget();
    return campaigns.get(slug);
  });
  if (campaign.organizationId !== visit.organization.organizationId)
    throw new NotFoundError('There is no campaign at this address.');
  return { ...visit, campaign };
}

/** Notes what was changed; a page that answers a form shows it again, so nothing was, unless it leaves a trace. */
async function note({ tools, route, session }: Asked, answered: Answer, visit: AnyVisit): Promise<void> {
  if (route.method !== 'post' || route.does === undefined) return;
  if (answered.kind === 'page' && !answered.trace) return;
  await noteAct(tools, tools.db, {
    organizationId: visit.organization.organizationId,
    userId: session.user.id,
    who: session.user.name,
    did: route.does,
    about: answered.trace?.about ?? aboutOf(visit),
    detail: answered.trace?.detail ?? '',
  });
}

function aboutOf(visit: AnyVisit): string {
  if ('campaign' in visit) return `campaign:${visit.campaign.slug}`;
  return 'coalition' in visit ? `coalition:${visit.coalition.slug}` : '';
}

async function readSaid(tools: MountTools, session: Session): Promise<Said | undefined> {
  const text = await takeSaid(tools.db, session.id);
  return text === undefined ? undefined : (JSON.parse(text) as Said);
}

/** Leads to the sign-in page and back; a form that was typed is carried along. */
async function signInFirst(tools: MountTools, request: Request, response: Response): Promise<void> {
  if (request.method === 'POST') await keepForm(tools, request, response);
  else
    response.set('Cache-Control', 'no-store').redirect(303, `/sign-in?to=${encodeURIComponent(request.originalUrl)}`);
}

/** Members of an organization that asks for a second factor set theirs up before anything else. */
function lacksSecondFactor(session: Session, organization: Membership): boolean {
  return organization.needsSecondFactor === 1 && !session.hasSecondFactor;
}

function setUpSecondFactor(request: Request, response: Response): void {
  if (request.method === 'POST')
    throw new ForbiddenError(
      'Your organization asks for a second factor. Set it up on your account page, in another tab; then go back and send this again.',
    );
  const to = encodeURIComponent(request.originalUrl);
  response.set('Cache-Control', 'no-store').redirect(303, `/account/second-factor?to=${to}`);
}
