import { listKeys, makeKey, revokeKey, type ApiKey, type KeyRole } from '../../organizers/index.js';
import { momentText, type Clock } from '../../platform/clock.js';
import type { Db } from '../../platform/db.js';
import { NotFoundError } from '../../platform/errors.js';
import type { Ids } from '../../platform/ids.js';
import { go, page, type Answer, type ConsoleRoute, type Visit } from '../visit.js';

export type KeyRouteTools = { readonly db: Db; readonly clock: Clock; readonly ids: Ids; readonly baseUrl: string };

const MAX_NAME = 60;

/** Keys with which programs fetch the console's files: numbers, or people who opted in. */
export function keyRoutes(tools: KeyRouteTools): ConsoleRoute[] {
  const of = 'organization';
  return [
    { of, method: 'get', path: '/settings/keys', needs: 'own', handle: (visit) => showKeys(tools, visit) },
    {
      of,
      method: 'post',
      path: '/settings/keys',
      needs: 'own',
      does: 'made a key for programs',
      handle: (visit) => make(tools, visit),
    },
    {
      of,
      method: 'post',
      path: '/settings/keys/:key/revoke',
      needs: 'own',
      does: 'revoked a key for programs',
      handle: (visit) => revoke(tools, visit),
    },
  ];
}

type Shown = { readonly name?: string; readonly role?: string; readonly fault?: string; readonly made?: string };

async function showKeys(tools: KeyRouteTools, visit: Visit, shown: Shown = {}): Promise<Answer> {
  const keys = await listKeys(tools.db, visit.organization.organizationId);
  const data = {
    title: 'Keys for programs',
    ...shown,
    faults: shown.fault === undefined ? [] : [{ id: 'name', message: shown.fault }],
    isPeople: shown.role === 'organizer',
    example: `${tools.baseUrl}${visit.base}`,
    keys: keys.map((key) => listed(key, visit)),
  };
  return page('settings/keys', data, { status: shown.fault === undefined ? 200 : 422 });
}

function listed(key: ApiKey, { base, organization }: Visit): object {
  const when = (at: number): string => momentText(at, organization.timeZone);
  return {
    name: key.name,
    begins: key.begins,
    sees: key.role === 'organizer' ? 'Numbers, letters and people' : 'Numbers only',
    made: `${when(key.createdAt)} by ${key.createdBy}`,
    used: key.usedAt === null ? 'never' : when(key.usedAt),
    revoked: key.revokedAt === null ? undefined : when(key.revokedAt),
    revokeAction: `${base}/settings/keys/${key.id}/revoke`,
  };
}

/** The key is shown on the page that answers, and nowhere else: it is not kept for the next one. */
async function make(tools: KeyRouteTools, visit: Visit): Promise<Answer> {
  const name = visit.form.one('name').trim();
  const role: KeyRole = visit.form.one('role') === 'organizer' ? 'organizer' : 'analyst';
  if (name === '' || name.length > MAX_NAME) {
    const fault = name === '' ? 'Please say what the key is for.' : `A name can have ${MAX_NAME} characters.`;
    return showKeys(tools, visit, { name, role, fault });
  }
  const { organizationId } = visit.organization;
  const { id: makerId, name: createdBy } = visit.user;
  const made = await makeKey(tools, { organizationId, name, role, createdBy, makerId });
  return { ...(await showKeys(tools, visit, { made })), trace: { detail: name } };
}

async function revoke(tools: KeyRouteTools, visit: Visit): Promise<Answer> {
  const { organizationId } = visit.organization;
  const isDone = await revokeKey(tools.db, { id: visit.part('key'), organizationId, at: tools.clock.now() });
  if (!isDone) throw new NotFoundError('There is no such key in force.');
  return go('/settings/keys', 'The key is revoked: nothing can be fetched with it any more.');
}
