import { editorRoutes, type EditorTools } from './editor/routes.js';
import { accountsRoutes, type AccountsTools } from './accounts/routes.js';
import { dashboardRoutes, type DashboardTools } from './dashboard/routes.js';
import { dataRoutes, type DataPageTools } from './data/routes.js';
import { homeRoutes, type HomeTools } from './home/routes.js';
import { launchRoutes, type LaunchTools } from './launch/routes.js';
import { lettersRoutes, type LettersTools } from './letters/routes.js';
import { milestoneRoutes } from './milestones/routes.js';
import { officeRoutes } from './offices/routes.js';
import { partnerPageRoutes } from './partner-pages/routes.js';
import type { PartnerPageTools } from './partner-pages/tools.js';
import { partnerPeopleRoutes, type PartnerPeopleTools } from './partner-people/routes.js';
import { peopleRoutes, type PeopleTools } from './people/routes.js';
import { protectionRoutes, type ProtectionPageTools } from './protection/routes.js';
import { reviewRoutes, type ReviewTools } from './review/routes.js';
import { settingsRoutes, type SettingsTools } from './settings/routes.js';
import { coalitionsRoutes, type CoalitionTools } from './coalitions/routes.js';
import type { OfficeTools } from './offices/tools.js';
import { coalitionMilestoneRoutes } from './coalition-milestones/routes.js';
import { declaredRoutes } from './declared/routes.js';
import type { DeclaredPageTools } from './declared/form.js';
import type { ConsoleRoute } from './visit.js';

export type ConsoleTools = EditorTools &
  AccountsTools &
  DashboardTools &
  DataPageTools &
  HomeTools &
  LaunchTools &
  LettersTools &
  PartnerPageTools &
  PeopleTools &
  ProtectionPageTools &
  ReviewTools &
  SettingsTools &
  OfficeTools &
  CoalitionTools &
  PartnerPeopleTools &
  DeclaredPageTools;

/** Every page and act of the console, in the order in which their paths are tried. */
export function consoleRoutes(tools: ConsoleTools): readonly ConsoleRoute[] {
  return [
    ...editorRoutes(tools),
    ...accountsRoutes(tools),
    ...dashboardRoutes(tools),
    ...dataRoutes(tools),
    ...homeRoutes(tools),
    ...launchRoutes(tools),
    ...lettersRoutes(tools),
    ...milestoneRoutes(tools),
    ...officeRoutes(tools),
    ...peopleRoutes(tools),
    ...protectionRoutes(tools),
    ...reviewRoutes(tools),
    ...settingsRoutes(tools),
    ...coalitionsRoutes(tools),
    ...partnerPageRoutes(tools),
    ...partnerPeopleRoutes(tools),
    ...declaredRoutes(tools),
    ...coalitionMilestoneRoutes(tools),
  ];
}
