import { invitationRoutes } from './invitations.js';
import { logRoutes, type LogTools } from './log.js';
import { memberRoutes, type MemberTools } from './members.js';
import type { ConsoleRoute } from '../visit.js';

export type AccountsTools = MemberTools & LogTools;

/** Who works for the organization, and what was done in it. */
export function accountsRoutes(tools: AccountsTools): ConsoleRoute[] {
  return [...memberRoutes(tools), ...invitationRoutes(tools), ...logRoutes(tools)];
}
