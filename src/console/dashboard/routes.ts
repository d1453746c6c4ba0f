import { mayStillSee } from '../../organizers/index.js';
import type { Answer, CampaignVisit, ConsoleRoute } from '../visit.js';
import type { Live } from './live.js';
import { createMaps } from '../../charts/index.js';
import { sendNumbers, showNumbers } from './numbers.js';
import { showOverview, type OverviewTools } from './overview.js';

export type DashboardTools = OverviewTools & { readonly live: Live; readonly baseUrl: string };

/** How often it is asked whether who follows is still signed in. */
const RECHECK_MS = 30_000;

type CampaignRoute = Extract<ConsoleRoute, { of: 'campaign' }>;

/** A campaign's numbers: the overview, whole tables, files, and what changes while somebody looks. */
export function dashboardRoutes(tools: DashboardTools): ConsoleRoute[] {
  const maps = createMaps(tools);
  const get = (path: string, handle: CampaignRoute['handle']): ConsoleRoute => ({
    of: 'campaign',
    method: 'get',
    path: `/campaigns/:campaign${path}`,
    needs: 'see',
    handle,
  });
  return [
    get('', (visit) => showOverview({ ...tools, maps }, visit)),
    get('/numbers', (visit) => showNumbers(tools, visit)),
    get('/numbers.csv', (visit) => sendNumbers(tools, visit)),
    get('/live', (visit) => followNumbers(tools, visit)),
  ];
}

function followNumbers(tools: DashboardTools, { campaign, organization, header }: CampaignVisit): Answer {
  const who = { cookies: header('cookie'), organizationId: organization.organizationId };
  return {
    kind: 'events',
    follow: (send, end) => {
      const stop = tools.live.follow(
        { id: campaign.id, timeZone: campaign.file.time_zone },
        { tell: (numbers) => send('numbers', numbers), end },
      );
      const recheck = async (): Promise<void> => {
        // Where nobody can be asked, the next time tells.
        if (await mayStillSee(tools, who).catch(() => true)) return;
        send('signed-out', {});
        end();
      };
      const timer = setInterval(() => void recheck(), RECHECK_MS);
      return () => {
        clearInterval(timer);
        stop();
      };
    },
  };
}
