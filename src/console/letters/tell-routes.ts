import type { ConsoleRoute, Visit, Answer } from '../visit.js';
import { onBoth } from './scope.js';
import {
  changeMessage,
  keepMessage,
  messagePage,
  newMessagePage,
  sendMessage,
  testMessage,
  type TellTools,
} from './tell.js';

/** Messages to the senders of letters that failed. */
export function tellRoutes(tools: TellTools): ConsoleRoute[] {
  const one = (path: string, does: string, act: (tools: TellTools, visit: Visit) => Promise<Answer>): ConsoleRoute => ({
    of: 'organization',
    method: 'post',
    path: `/letters/tell/:message${path}`,
    needs: 'send',
    does,
    handle: (visit) => act(tools, visit),
  });
  return [
    ...onBoth({ method: 'get', path: '/letters/tell', needs: 'send' }, (visit) => newMessagePage(tools, visit)),
    ...onBoth({ method: 'post', path: '/letters/tell', needs: 'send', does: 'wrote a message to senders' }, (visit) =>
      keepMessage(tools, visit),
    ),
    {
      of: 'organization',
      method: 'get',
      path: '/letters/tell/:message',
      needs: 'send',
      handle: (visit) => messagePage(tools, visit),
    },
    one('', 'changed a message to senders', changeMessage),
    one('/test', 'tested a message to senders', testMessage),
    one('/send', 'let a message to senders go out', sendMessage),
  ];
}
