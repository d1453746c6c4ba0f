import type { Campaigns } from '../../campaigns/index.js';
import type { DeliveryState } from '../../counts/index.js';
import type { Clock } from '../../platform/clock.js';
import { dayOf, dayText, momentText } from '../../platform/clock.js';
import type { Log } from '../../platform/log.js';
import type { EraseTools, PersonExportTools } from '../../people/index.js';
import type { Visit } from '../visit.js';

/** What the pages about people need. */
export type PeopleTools = EraseTools &
  PersonExportTools & { readonly campaigns: Campaigns; readonly clock: Clock; readonly log: Log };

/** Which supporter a path means, of the organization that is visited. */
export function whoIn(visit: Visit): { readonly organizationId: string; readonly supporterId: string } {
  return { organizationId: visit.organization.organizationId, supporterId: visit.part('supporter') };
}

/** A day as people read it, in the organization's time zone. */
export function dayIn(at: number, timeZone: string): string {
  return dayText(dayOf(at, timeZone));
}

export { momentText };

/** Letters that have left nobody's hands yet. */
export const NOT_LEFT: readonly DeliveryState[] = ['held', 'queued', 'sending'];

/** Letters that went out, whatever came of them. */
export const HAVE_LEFT: readonly DeliveryState[] = ['sending', 'sent', 'delivered', 'unknown', 'bounced'];

/** `1 letter`, `3 letters` */
export function lettersText(count: number): string {
  return count === 1 ? '1 letter' : `${count.toLocaleString('en')} letters`;
}
