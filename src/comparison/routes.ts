import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Router, type Request, type Response } from 'express';
import { createMaps, type Maps } from '../charts/index.js';
import {
  listCoalitionMilestones,
  listDeclared,
  takesPart,
  type Coalition,
  type Coalitions,
} from '../partners/index.js';
import { momentText, type Clock } from '../platform/clock.js';
import { NotFoundError } from '../platform/errors.js';
import { sha256 } from '../platform/ids.js';
import { counted } from '../platform/number-text.js';
import { makeRendition, sendRendition, type Rendition, type Views } from '../web/index.js';
import { maySee, organizationsOf, sightOf, type Sight, type VisitorTools } from './access.js';
import type { Comparisons } from './comparisons.js';
import { FILE_ENDINGS, fileOf } from './download.js';
import { readLook } from './look.js';
import { comparisonPage, type Asked } from './page.js';
import { readQuestion } from './question.js';
import type { Comparison } from './table.js';

export type ComparisonRouteTools = VisitorTools & {
  readonly clock: Clock;
  readonly coalitions: Coalitions;
  readonly comparisons: Comparisons;
  readonly views: Views;
};

/** What everybody sees may be kept for a minute; it is counted anew once an hour. */
const FOR_ALL = 'public, max-age=60';
const FOR_MEMBERS = 'private, no-store';

/** Who asks decides what the page is. */
const BY_VISITOR = { 'Cache-Control': 'private, no-cache', Vary: 'Cookie' };

/** Comparisons: those that are public for everybody, the others for who works for one of their partners. */
export function comparisonRoutes(tools: ComparisonRouteTools): Router {
  const routes = Router();
  const show = createShow(tools);
  routes.get('/compare', async (request, response) => {
    await showList(tools, request, response);
  });
  for (const ending of FILE_ENDINGS) {
    routes.get(`/compare/:coalition.${ending}`, async (request, response) => {
      const { coalition, sight } = await look(tools, request);
      if (sight === 'later') throw new NotFoundError('This comparison is not published yet.');
      const comparison = await tools.comparisons.get(coalition);
      const file = fileOf(coalition, comparison.table(readQuestion(request.query, comparison).question), ending);
      response.set({
        'Cache-Control': sight === 'everybody' ? FOR_ALL : FOR_MEMBERS,
        'Content-Type': file.type,
        'Content-Disposition': `${ending === 'pdf' ? 'inline' : 'attachment'}; filename="${file.name}"`,
      });
      await pipeline(Readable.from(file.content), response);
    });
  }
  routes.get('/compare/:coalition', async (request, response) => {
    const seen = await look(tools, request);
    if (seen.sight === 'later') showLater(tools, seen.coalition, response);
    else await show(seen, request, response);
  });
  return routes;
}

type Seen = { readonly coalition: Coalition; readonly sight: Exclude<Sight, 'nobody'> };

/** @throws NotFoundError also where there is a coalition that whoever asks is not told of */
async function look(tools: ComparisonRouteTools, request: Request): Promise<Seen> {
  const slug = String(request.params['coalition'] ?? '');
  const coalition = await tools.coalitions.get(slug);
  const sight = await maySee(tools, coalition, request.headers.cookie);
  if (sight === 'nobody') throw new NotFoundError('There is no coalition at this address.');
  return { coalition, sight };
}

async function showList(tools: ComparisonRouteTools, request: Request, response: Response): Promise<void> {
  const now = tools.clock.now();
  const own = await organizationsOf(tools, request.headers.cookie);
  const all = (await tools.coalitions.list()).map((coalition) => {
    const isOwn = sightOf({ ...coalition, isPublic: false }, own, now) === 'members';
    return { coalition, isOwn, sight: sightOf(coalition, own, now) };
  });
  const card = ({ coalition, sight }: (typeof all)[number]): object => ({
    slug: coalition.slug,
    name: coalition.name,
    summary: coalition.summary,
    partners: counted(coalition.partners.filter(takesPart).length, 'partner', 'partners'),
    remark: sight === 'members' ? 'not public yet' : coalition.endedAt === null ? undefined : 'ended',
  });
  const html = tools.views.render('comparison/list', {
    title: 'Comparisons of coalitions',
    description: 'What the partners of a coalition mobilized, counted the same way for each of them.',
    own: all.filter(({ isOwn }) => isOwn).map(card),
    open: all.filter(({ sight, isOwn }) => sight === 'everybody' && !isOwn).map(card),
  });
  response.set(BY_VISITOR).type('html').send(html);
}

function showLater({ views }: ComparisonRouteTools, coalition: Coalition, response: Response): void {
  const { name, summary, embargoUntil, timeZone } = coalition;
  const publishedAt = momentText(embargoUntil ?? 0, timeZone);
  const html = views.render('comparison/later', { title: `${name}: not published yet`, name, summary, publishedAt });
  response.set(BY_VISITOR).type('html').send(html);
}

/** Pages of one comparison that are kept; made-up questions shall not fill the memory. */
const MOST_PAGES = 300;

type Show = (seen: Seen, request: Request, response: Response) => Promise<void>;

/** Sends pages; what everybody sees is made once for each question and snapshot. */
function createShow(tools: ComparisonRouteTools): Show {
  const maps = createMaps(tools);
  const held = new WeakMap<Comparison, Map<string, Rendition>>();
  return async (seen, request, response) => {
    const comparison = await tools.comparisons.get(seen.coalition);
    const { coalition, sight } = seen;
    const { question, faults } = readQuestion(request.query, comparison);
    const beside = await readBeside(tools, coalition, sight);
    const asked = { coalition, comparison, question, faults, look: readLook(request.query), sight, ...beside };
    if (sight !== 'everybody') {
      const html = await renderPage(tools, maps, asked);
      response.set('Cache-Control', FOR_MEMBERS).type('html').send(html);
      return;
    }
    const pages = held.get(comparison) ?? new Map<string, Rendition>();
    held.set(comparison, pages);
    const key = sha256(JSON.stringify([question, faults, asked.look, beside]));
    const found = pages.get(key) ?? makeRendition('text/html; charset=utf-8', await renderPage(tools, maps, asked));
    // Of what was not understood there is no end: it is not kept, and drives nothing out.
    if (faults.length === 0 && !pages.has(key)) {
      if (pages.size >= MOST_PAGES) pages.clear();
      pages.set(key, found);
    }
    sendRendition(response, found, { cacheControl: FOR_ALL });
  };
}

/** What stands beside the numbers that were counted here: what partners declare from elsewhere, and what happened. */
async function readBeside(
  { db }: ComparisonRouteTools,
  coalition: Coalition,
  sight: Sight,
): Promise<Pick<Asked, 'declared' | 'milestones'>> {
  const declared = await listDeclared(db, coalition);
  const milestones = await listCoalitionMilestones(db, coalition, sight === 'everybody' ? { isPublic: true } : {});
  return { declared, milestones };
}

async function renderPage(
  { views }: ComparisonRouteTools,
  maps: Maps,
  asked: Parameters<typeof comparisonPage>[1],
): Promise<string> {
  return views.render('comparison/page', await comparisonPage(maps, asked));
}
