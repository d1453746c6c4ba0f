import { onBoth } from '../letters/scope.js';
import type { ConsoleRoute } from '../visit.js';
import { askRefusal, letGo, refuseNow, undoRelease, type ReviewDecideTools } from './decide.js';
import { actionsReader, reviewPage } from './queue.js';

export type ReviewTools = Omit<ReviewDecideTools, 'actionsOf'>;

/** Letters that wait to be read: let go, or not sent. */
export function reviewRoutes(given: ReviewTools): ConsoleRoute[] {
  const tools = { ...given, actionsOf: actionsReader(given.db) };
  const post = (path: string, does: string | undefined) => ({ method: 'post', path, needs: 'review', does }) as const;
  return [
    ...onBoth({ method: 'get', path: '/review', needs: 'review' }, (visit) => reviewPage(tools, visit)),
    ...onBoth(post('/review/let-go', 'let letters go'), (visit) => letGo(tools, visit)),
    ...onBoth(post('/review/undo', 'held letters again'), (visit) => undoRelease(tools, visit)),
    // The first only asks.
    ...onBoth(post('/review/ask', undefined), (visit) => askRefusal(tools, visit)),
    ...onBoth(post('/review/refuse', 'refused letters'), (visit) => refuseNow(tools, visit)),
  ];
}
