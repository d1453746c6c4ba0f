import type { CoalitionVisit, ConsoleRoute, Visit, Answer } from '../visit.js';
import type { Permission } from '../../organizers/index.js';
import { acceptNew, agreementPage, agreementVersionPage, publish } from './agreement.js';
import { addOwnCampaign, askToRemoveCampaign, takeCampaignOut, takeOwnOut } from './campaigns.js';
import type { CoalitionTools } from './coalition-tools.js';
import { leave, leavePage } from './leave.js';
import { listPage } from './list.js';
import { addPartner, membersPage } from './members.js';
import { makeCoalition, newPage } from './new.js';
import { overviewPage } from './overview.js';
import { ownFactsPage, saveOwnFacts } from './own-facts.js';
import { giveLead, inviteAgain, partnerPage, remove, rename, takeBack } from './partner.js';
import { end, endPage, saveSettings, settingsPage } from './settings.js';

export type { CoalitionTools } from './coalition-tools.js';

const ROOT = '/coalitions/:coalition';

type Act = (tools: CoalitionTools, visit: CoalitionVisit) => Promise<Answer> | Answer;

/** Making and leading a coalition, joining and leaving one. */
export function coalitionsRoutes(tools: CoalitionTools): ConsoleRoute[] {
  const own = (act: (tools: CoalitionTools, visit: Visit) => Promise<Answer> | Answer) => (visit: Visit) =>
    act(tools, visit);
  const list = { of: 'organization', needs: 'own' } as const;
  return [
    { ...list, method: 'get', path: '/coalitions', needs: 'see', handle: own(listPage) },
    { ...list, method: 'get', path: '/coalitions/new', handle: own(newPage) },
    { ...list, method: 'post', path: '/coalitions/new', does: 'made a coalition', handle: own(makeCoalition) },
    {
      of: 'campaign',
      method: 'post',
      path: '/campaigns/:campaign/coalition/leave',
      needs: 'edit',
      does: 'took a campaign out of a coalition',
      handle: (visit) => takeOwnOut(tools, visit),
    },
    ...partnersRoutes(tools),
    ...leadsRoutes(tools),
  ];
}

type Shape = { readonly needs: Permission; readonly isForLead?: boolean };

function adder(tools: CoalitionTools, shape: Shape) {
  return {
    get: (path: string, act: Act): ConsoleRoute => {
      const handle = (visit: CoalitionVisit) => act(tools, visit);
      return { of: 'coalition', method: 'get', path: ROOT + path, ...shape, handle };
    },
    post: (path: string, does: string, act: Act): ConsoleRoute => {
      const handle = (visit: CoalitionVisit) => act(tools, visit);
      return { of: 'coalition', method: 'post', path: ROOT + path, does, ...shape, handle };
    },
  };
}

/** What each partner may. */
function partnersRoutes(tools: CoalitionTools): ConsoleRoute[] {
  const see = adder(tools, { needs: 'see' });
  const edit = adder(tools, { needs: 'edit' });
  const own = adder(tools, { needs: 'own' });
  return [
    see.get('', overviewPage),
    edit.post('/campaigns', 'added a campaign to a coalition', addOwnCampaign),
    edit.get('/campaigns/:campaign/remove', askToRemoveCampaign),
    edit.post('/campaigns/:campaign/remove', 'took a campaign out of a coalition', takeCampaignOut),
    see.get('/members', membersPage),
    own.get('/members/own', ownFactsPage),
    own.post('/members/own', 'changed what a coalition reads about the organization', saveOwnFacts),
    see.get('/agreement', agreementPage),
    own.post('/agreement/accept', 'accepted a coalition’s data agreement', acceptNew),
    see.get('/agreement/:number', agreementVersionPage),
    own.get('/leave', leavePage),
    own.post('/leave', 'left a coalition', leave),
  ];
}

/** What only the lead may. */
function leadsRoutes(tools: CoalitionTools): ConsoleRoute[] {
  const { get, post } = adder(tools, { needs: 'own', isForLead: true });
  return [
    post('/members', 'added a partner to a coalition', addPartner),
    get('/members/:partner', partnerPage),
    post('/members/:partner/name', 'renamed a partner of a coalition', rename),
    post('/members/:partner/invite', 'invited a partner to a coalition', inviteAgain),
    post('/members/:partner/withdraw', 'took back an invitation to a coalition', takeBack),
    post('/members/:partner/remove', 'removed a partner from a coalition', remove),
    post('/members/:partner/lead', 'handed over the lead of a coalition', giveLead),
    post('/agreement', 'published a data agreement', publish),
    get('/settings', settingsPage),
    post('/settings', 'changed a coalition’s settings', saveSettings),
    get('/end', endPage),
    post('/end', 'ended a coalition', end),
  ];
}
