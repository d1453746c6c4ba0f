/** What a person is in an organization. */
export const ROLES = ['owner', 'organizer', 'reviewer', 'analyst'] as const;
export type Role = (typeof ROLES)[number];

/**
 * What a page or an act needs.
 * - `see`: numbers, texts of campaigns, states of letters; nobody's personal data
 * - `edit`: change campaigns, positions, milestones
 * - `launch`: let a campaign begin, pause and end
 * - `send`: decide about letters on their way
 * - `review`: read held letters and let them go or not
 * - `people`: see, export, correct and erase supporters
 * - `own`: members, settings, keys, the log of what was done
 */
export type Permission = 'see' | 'edit' | 'launch' | 'send' | 'review' | 'people' | 'own';

const PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  owner: ['see', 'edit', 'launch', 'send', 'review', 'people', 'own'],
  organizer: ['see', 'edit', 'launch', 'send', 'review', 'people'],
  reviewer: ['see', 'review'],
  analyst: ['see'],
};

export function may(role: Role, permission: Permission): boolean {
  return PERMISSIONS[role].includes(permission);
}
