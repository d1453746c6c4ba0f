import { listConsentsToPartners, withdraw } from '../../partners/index.js';
import { NotFoundError } from '../../platform/errors.js';
import { go, type Answer, type CoalitionVisit, type ConsoleRoute } from '../visit.js';
import { exportFile } from './export.js';
import { showPeople } from './show.js';
import type { PartnerPeopleTools } from './tools.js';

export type { PartnerPeopleTools } from './tools.js';

/** The people who agreed to hear from a partner of a coalition: seen and exported by that partner, and by nobody else. */
export function partnerPeopleRoutes(tools: PartnerPeopleTools): ConsoleRoute[] {
  const shared = { of: 'coalition', needs: 'people' } as const;
  const root = '/coalitions/:coalition/people';
  return [
    { ...shared, method: 'get', path: root, handle: (visit: CoalitionVisit) => showPeople(tools, visit) },
    {
      ...shared,
      method: 'post',
      path: `${root}/export`,
      does: 'began an export of a coalition’s people who agreed to hear from the organization',
      handle: (visit: CoalitionVisit) => exportFile(tools, visit),
    },
    {
      ...shared,
      method: 'post',
      path: `${root}/withdraw`,
      does: 'noted that somebody wants no more mail from the organization as a partner',
      handle: (visit: CoalitionVisit) => noteWithdrawal(tools, visit),
    },
  ];
}

/** Somebody told the partner itself that they want no more mail. */
async function noteWithdrawal(tools: PartnerPeopleTools, visit: CoalitionVisit): Promise<Answer> {
  const { partner, coalition, form } = visit;
  const actionId = form.one('person');
  const given = await listConsentsToPartners(tools.db, actionId);
  const own = given.find((one) => one.partnerId === partner.id);
  if (!own) throw new NotFoundError('There is nobody here who agreed to hear from your organization.');
  await withdraw(tools, { actionId, partnerId: partner.id, by: 'partner' });
  const said =
    own.exportedAt === null
      ? 'Noted. They are in no file of yours from now on.'
      : 'Noted. They are in no new file. You have them in an older one: take them off your own list too.';
  return go(`/coalitions/${coalition.slug}/people`, said);
}
