import type { Db } from '../platform/db.js';
import { daysOf } from './periods.js';
import type { PeopleSettings, Periods } from './store-organization.js';
import {
  listCampaignIds,
  listEnded,
  listOldActions,
  listOldPeople,
  listQuiet,
  listUsed,
  listWithContacts,
  type Place,
} from './store-retention.js';

const DAY_MS = 86_400_000;

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

/** Actions of a campaign with a street or phone that none of their letters can need any more. */
export async function stepContacts(
  db: Db,
  { campaignId, before, after }: { readonly campaignId: string; readonly before: number; readonly after: Place },
): Promise<Step> {
  const some = await listWithContacts(db, { campaignId, before, after }, STEP_ROWS);
  const ids = await listUsed(
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
  const textsDays = daysOf(periods, 'texts');
  const peopleDays = daysOf(periods, 'people');
  const campaignIds = textsDays === undefined ? [] : await listCampaignIds(db, organization.id);
  const textsBefore = cutoff(textsDays ?? 0, now);
  const peopleBefore = cutoff(peopleDays ?? 0, now);
  const ofTexts = campaignIds.map(
    (campaignId) => (after: Place) => stepTexts(db, { campaignId, before: textsBefore, after }),
  );
  const ofPeople = (after: Place): Promise<Step> =>
    stepPeople(db, { organizationId: organization.id, before: peopleBefore, after });
  return {
    texts: await countSteps(ofTexts),
    people: await countSteps(peopleDays === undefined ? [] : [ofPeople]),
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
