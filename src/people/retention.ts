import type { Db } from '../platform/db.js';
import { InputError } from '../platform/errors.js';
import type { PeopleSettings, Periods } from './store-organization.js';
import { listCampaignIds, listEnded, listOldActions, listOldPeople, listQuiet, type Place } from './store-retention.js';

const DAY_MS = 86_400_000;

/** Shorter periods would take texts away that are still asked about, and people who are about to be asked for answers. */
export const SHORTEST = { texts: 7, people: 30 } as const;
export const LONGEST_DAYS = 3_650;

/** Reads two fields of a form; blank means as long as the campaign is. @throws InputError */
export function readPeriods(typed: { readonly texts: string; readonly people: string }): Periods {
  const faults: { field: string; message: string }[] = [];
  const daysOf = (kind: 'texts' | 'people'): number | null => {
    const text = typed[kind].trim();
    if (text === '') return null;
    const days = Number(text);
    if (/^\d{1,5}$/.test(text) && days >= SHORTEST[kind] && days <= LONGEST_DAYS) return days;
    const message = `Please give a number of days from ${SHORTEST[kind]} to ${LONGEST_DAYS}, or leave it empty.`;
    faults.push({ field: kind, message });
    return null;
  };
  const periods = { keepTextsDays: daysOf('texts'), keepPeopleDays: daysOf('people') };
  if (faults.length > 0) throw new InputError(faults);
  return periods;
}

/** So many rows one step looks at, and so it ends soon. */
export const STEP_ROWS = 200;

/** The beginning of everything. */
export const FIRST: Place = { createdAt: 0, id: '' };

/** A step along old actions or people: those that are over, and where the next step begins. */
export type Step = { readonly ids: readonly string[]; readonly next: Place | undefined };

/** Actions of a campaign whose letters ended as long ago as texts are kept. */
export async function stepTexts(
  db: Db,
  { campaignId, before, after }: { readonly campaignId: string; readonly before: number; readonly after: Place },
): Promise<Step> {
  const some = await listOldActions(db, { campaignId, before, after }, STEP_ROWS);
  const ids = await listEnded(
    db,
    some.map(({ id }) => id),
    before,
  );
  return { ids, next: some.length < STEP_ROWS ? undefined : some.at(-1) };
}

/** People who acted last as long ago as they are kept, and whom no consent keeps. */
export async function stepPeople(
  db: Db,
  {
    organizationId,
    before,
    after,
  }: { readonly organizationId: string; readonly before: number; readonly after: Place },
): Promise<Step> {
  const some = await listOldPeople(db, { organizationId, before, after }, STEP_ROWS);
  const ids = await listQuiet(
    db,
    some.map(({ id }) => id),
    before,
  );
  return { ids, next: some.length < STEP_ROWS ? undefined : some.at(-1) };
}

/** The moment before which something counts as old. */
export function cutoff(days: number, now: number): number {
  return now - days * DAY_MS;
}

/** How many would be erased now; `isMore` where counting stopped at a bound. */
export type Estimate = { readonly count: number; readonly isMore: boolean };

/** An estimate takes at most so many steps. */
const ESTIMATE_STEPS = 25;

/** What the periods would erase if they held now; looks at a few thousand rows at the most. */
export async function estimatePeriods(
  db: Db,
  organization: Pick<PeopleSettings, 'id'>,
  { periods, now }: { readonly periods: Periods; readonly now: number },
): Promise<{ readonly texts: Estimate; readonly people: Estimate }> {
  const { keepTextsDays, keepPeopleDays } = periods;
  const campaignIds = keepTextsDays === null ? [] : await listCampaignIds(db, organization.id);
  const textsBefore = cutoff(keepTextsDays ?? 0, now);
  const peopleBefore = cutoff(keepPeopleDays ?? 0, now);
  const ofTexts = campaignIds.map(
    (campaignId) => (after: Place) => stepTexts(db, { campaignId, before: textsBefore, after }),
  );
  const ofPeople = (after: Place): Promise<Step> =>
    stepPeople(db, { organizationId: organization.id, before: peopleBefore, after });
  return {
    texts: await countSteps(ofTexts),
    people: await countSteps(keepPeopleDays === null ? [] : [ofPeople]),
  };
}

async function countSteps(lists: readonly ((after: Place) => Promise<Step>)[]): Promise<Estimate> {
  let [count, steps] = [0, 0];
  for (const step of lists) {
    for (let after: Place | undefined = FIRST; after;) {
      if (steps++ >= ESTIMATE_STEPS) return { count, isMore: true };
      const { ids, next }: Step = await step(after);
      count += ids.length;
      after = next;
    }
  }
  return { count, isMore: false };
}
