import { Router, type Request, type Response } from 'express';
import type { Campaigns } from '../campaigns/index.js';
import type { Coalition, Coalitions } from '../partners/index.js';
import { momentText, type Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import { NotFoundError } from '../platform/errors.js';
import { plain } from '../platform/number-text.js';
import { sendEvents, type Views } from '../web/index.js';
import { maySee, type Sight } from './access.js';
import { dotsOf, readScreen, screenLink, type Screens } from './screen.js';

export type ScreenRouteTools = {
  readonly db: Db;
  readonly clock: Clock;
  readonly campaigns: Campaigns;
  readonly coalitions: Coalitions;
  readonly screens: Screens;
  readonly views: Views;
  readonly baseUrl: string;
};

/** How often it is asked whether who follows may still see it. */
const RECHECK_MS = 30_000;

/** A coalition's live numbers for a room: who may see its comparison may see them. */
export function screenRoutes(tools: ScreenRouteTools): Router {
  const routes = Router();
  routes.get('/compare/:coalition/screen', async (request, response) => {
    const { coalition, sight } = await look(tools, request);
    response.set({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' }).type('html');
    response.send(sight === 'later' ? laterPage(tools, coalition) : await screenPage(tools, coalition, request));
  });
  routes.get('/compare/:coalition/screen/live', async (request, response) => {
    const { coalition, sight } = await look(tools, request);
    if (sight === 'later') throw new NotFoundError(NO_PAGE);
    response.set('Cache-Control', 'no-store');
    follow(tools, coalition, { request, response });
  });
  return routes;
}

const NO_PAGE = 'There is no page at this address.';

/** @throws NotFoundError also where there is a coalition that whoever asks is not told of */
async function look(
  tools: ScreenRouteTools,
  request: Request,
): Promise<{ readonly coalition: Coalition; readonly sight: Exclude<Sight, 'nobody'> }> {
  const coalition = await tools.coalitions.get(String(request.params['coalition'] ?? ''));
  const sight = await maySee(tools, coalition, request.headers.cookie);
  if (sight === 'nobody') throw new NotFoundError('There is no coalition at this address.');
  return { coalition, sight };
}

function laterPage({ views }: ScreenRouteTools, { name, embargoUntil, timeZone }: Coalition): string {
  const title = `${name}: not open yet`;
  return views.render('comparison/screen-later', { title, name, opens: momentText(embargoUntil ?? 0, timeZone) });
}

async function screenPage(tools: ScreenRouteTools, coalition: Coalition, request: Request): Promise<string> {
  const asked = { campaign: queried(request, 'campaign'), partner: queried(request, 'partner') };
  const link = await screenLink(tools, coalition, asked);
  if (!link && (asked.campaign !== '' || asked.partner !== ''))
    throw new NotFoundError('The coalition has no such campaign or partner; please check the address of the screen.');
  const numbers = await readScreen(tools, coalition);
  const { slug, name, goal, endedAt } = coalition;
  const hasGoal = goal !== null && goal > 0;
  return tools.views.render('comparison/screen', {
    title: `${name}: live`,
    name,
    hasEnded: endedAt !== null,
    live: `/compare/${slug}/screen/live`,
    comparison: `/compare/${slug}`,
    numbers,
    ...(hasGoal && { goal: { text: plain(goal), max: goal, value: Math.min(numbers.value, goal) } }),
    ...(link && {
      link: {
        dots: await dotsOf(link.url),
        url: link.url,
        shown: link.url.replace(/^https?:\/\//, ''),
        title: link.campaign.file.title,
        partner: link.partner?.name,
      },
    }),
  });
}

function queried({ query }: Request, name: string): string {
  const value = query[name];
  return typeof value === 'string' ? value : '';
}

type Talk = { readonly request: Request; readonly response: Response };

/** Tells the numbers until the reader goes, the program ends, or the reader may not see them any more. */
function follow(tools: ScreenRouteTools, coalition: Coalition, { request, response }: Talk): void {
  sendEvents(response, (send, end) => {
    const stop = tools.screens.follow(coalition, { tell: (numbers) => send('numbers', numbers), end });
    const recheck = async (): Promise<void> => {
      // Where nobody can be asked, the next time tells.
      const now = await tools.coalitions.get(coalition.slug).catch(() => coalition);
      const sight = await maySee(tools, now, request.headers.cookie).catch(() => 'members');
      if (sight === 'everybody' || sight === 'members') return;
      send('over', {});
      end();
    };
    const timer = setInterval(() => void recheck(), RECHECK_MS);
    return () => {
      clearInterval(timer);
      stop();
    };
  });
}
