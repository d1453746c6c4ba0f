import { accountDoors } from './account-doors.js';
import { addressDoors } from './address-doors.js';
import type { Door, DoorTools } from './door.js';
import { invitationDoors } from './invitation-doors.js';
import { organizationDoors } from './organization-doors.js';
import { resetDoors } from './reset-doors.js';
import { secondFactorDoors } from './second-factor-doors.js';
import { setupDoors } from './setup-doors.js';
import { signInDoors } from './sign-in-doors.js';

/** Every page outside of an organization: signing in, accounts, the first start. */
export function doors(tools: DoorTools): readonly Door[] {
  return [
    ...signInDoors(tools),
    ...resetDoors(tools),
    ...setupDoors(tools),
    ...invitationDoors(tools),
    ...accountDoors(tools),
    ...addressDoors(tools),
    ...organizationDoors(tools),
    ...secondFactorDoors(tools),
  ];
}
