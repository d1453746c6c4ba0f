import type { ConsoleRoute } from '../visit.js';
import { askPage, continueWork, decideNow, workPage, type DecideTools } from './decide.js';
import { keptRoutes } from './kept.js';
import { listPage } from './list.js';
import { pauseNow, pausesPage, queuePage, resumeNow } from './queue.js';
import { onBoth } from './scope.js';
import { letterPage, type ShowTools } from './show.js';
import { tellRoutes } from './tell-routes.js';
import type { TellTools } from './tell.js';

export type LettersTools = ShowTools & DecideTools & TellTools;

/** Letters on their way: found, read, sent again, withdrawn, paused. */
export function lettersRoutes(tools: LettersTools): ConsoleRoute[] {
  const get = (path: string, needs: ConsoleRoute['needs']) => ({ method: 'get', path, needs }) as const;
  const post = (path: string, does: string) => ({ method: 'post', path, needs: 'send', does }) as const;
  return [
    ...onBoth(get('/letters', 'see'), (visit) => listPage(tools, visit)),
    ...onBoth(get('/letters/decide', 'send'), (visit) => askPage(tools, visit)),
    ...onBoth(post('/letters/decide', 'decided about letters'), (visit) => decideNow(tools, visit)),
    ...onBoth(get('/letters/queue', 'see'), (visit) => queuePage(tools, visit)),
    ...onBoth(get('/letters/pauses', 'send'), (visit) => pausesPage(tools, visit)),
    ...onBoth(post('/letters/pause', 'paused letters'), (visit) => pauseNow(tools, visit)),
    ...onBoth(post('/letters/resume', 'resumed letters'), (visit) => resumeNow(tools, visit)),
    {
      ...get('/letters/work/:work', 'send'),
      of: 'organization',
      handle: (visit) => workPage(tools, visit),
    },
    {
      ...post('/letters/work/:work', 'went on with a work over many letters'),
      of: 'organization',
      handle: (visit) => continueWork(tools, visit),
    },
    ...tellRoutes(tools),
    ...keptRoutes(tools),
    {
      ...get('/campaigns/:campaign/letters/:delivery', 'see'),
      of: 'campaign',
      handle: (visit) => letterPage(tools, visit),
    },
  ];
}
