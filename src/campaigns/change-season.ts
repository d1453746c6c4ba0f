import { isCalendarDay, parseLocalTime } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import { ConflictError, InputError, type Fault } from '../platform/errors.js';
import { bumpRevision } from '../platform/revisions.js';
import { requireApproval } from './approvals.js';
import { holdLife, type LifeTools } from './hold-life.js';
import { isOpen, livedOf, phaseOf } from './life-cycle.js';
import { checkPageText } from './page-text.js';
import { closingOf, openingOf, type Season } from './season.js';
import { updateOutcome, updateSeason, type StoredLife } from './store-life-cycle.js';

/** When a campaign shall open and close; '' for no such moment, null for what its file says. */
export type WantedSeason = { readonly opening: string | null; readonly closing: string | null };

const MOMENT = /^\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?$/;

/**
 * Moves a campaign's opening and closing over those in its file, in the caller's transaction.
 * @throws InputError on `opens_at` and `closes_at`; a closing in the past would end the campaign by mistake
 */
export async function changeSeason(
  tools: Pick<LifeTools, 'clock'>,
  trx: Db,
  change: WantedSeason & { readonly campaignId: string },
): Promise<void> {
  const stored = await holdLife(trx, change.campaignId);
  const { opening, closing } = change;
  const faults = [...momentFaults('opens_at', opening), ...momentFaults('closes_at', closing)];
  if (faults.length > 0) throw new InputError(faults);
  const lived = livedOf({ file: stored.file, life: { ...stored.life, opening, closing } });
  const now = tools.clock.now();
  const found = orderFaults(lived, now);
  if (found.length > 0) throw new InputError(found);
  refuseLeap(stored, now);
  // Later days may open again what had closed.
  if (isOpen(phaseOf(lived, now))) await requireApproval(trx, change.campaignId, { ...stored, now });
  await updateSeason(trx, change.campaignId, { opening, closing });
  await bumpRevision(trx, 'campaigns');
}

function momentFaults(field: string, text: string | null): Fault[] {
  if (text === null || text === '') return [];
  const isMoment = MOMENT.test(text) && isCalendarDay(text.slice(0, 10)) && parseLocalTime(text, 'UTC') !== undefined;
  return isMoment
    ? []
    : [{ field, message: 'This is not a moment of the calendar. Give a day, and a time if you like.' }];
}

function orderFaults(lived: Season, now: number): Fault[] {
  const [opening, closing] = [openingOf(lived), closingOf(lived)];
  if (!closing) return [];
  if (opening && closing.at <= opening.at)
    return [{ field: 'closes_at', message: `It must close after it opens, which is on ${opening.text}.` }];
  if (closing.at > now) return [];
  return [{ field: 'closes_at', message: 'This moment has passed. To end the campaign now, use “End the campaign”.' }];
}

/** A campaign that was closed by hand stays so, whatever its moments say. */
function refuseLeap(stored: StoredLife, now: number): void {
  const phase = phaseOf(livedOf(stored), now);
  if (phase === 'won' || phase === 'archived')
    throw new ConflictError('campaign-stage', 'This campaign has ended. Reopen it before you move its days.');
}

/** An outcome's most characters. */
export const MAX_OUTCOME = 5_000;

/** Says what was achieved, in the caller's transaction; '' takes it back. @throws InputError on `outcome` */
export async function changeOutcome(trx: Db, campaignId: string, outcome: string): Promise<void> {
  await holdLife(trx, campaignId);
  const text = outcome.replace(/\r\n?/g, '\n').trim();
  const faults = text === '' ? [] : checkPageText(text, '');
  if (text.length > MAX_OUTCOME) faults.push({ field: 'outcome', message: `has more than ${MAX_OUTCOME} characters` });
  if (faults.length > 0)
    throw new InputError(
      faults.map(({ line, message }) => ({
        field: 'outcome',
        message: line === undefined ? `The text ${message}.` : `Line ${line}: ${message}.`,
      })),
    );
  await updateOutcome(trx, campaignId, text || null);
  await bumpRevision(trx, 'campaigns');
}
