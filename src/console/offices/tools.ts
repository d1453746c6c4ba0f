import type { Campaigns } from '../../campaigns/index.js';
import type { Roster } from '../../offices/index.js';
import type { Clock } from '../../platform/clock.js';
import type { Db } from '../../platform/db.js';
import { InputError, NotFoundError, type Fault } from '../../platform/errors.js';
import type { Ids } from '../../platform/ids.js';
import type { Followed } from '../../platform/revisions.js';
import type { Seal } from '../../platform/seal.js';
import { belongsToCampaign, officeIdOf } from '../../reports/index.js';
import type { CampaignVisit } from '../visit.js';

export type OfficeTools = {
  readonly db: Db;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly seal: Seal;
  readonly campaigns: Campaigns;
  readonly roster: Followed<Roster>;
  readonly baseUrl: string;
};

/** The office that the path names. @throws NotFoundError for one that the campaign neither writes nor wrote to */
export async function officeInPath({ db, roster }: OfficeTools, visit: CampaignVisit): Promise<string> {
  const officeId = officeIdOf(visit.part('office'));
  const isOurs = await belongsToCampaign(db, await roster.get(), { campaign: visit.campaign, officeId });
  if (!isOurs) throw new NotFoundError('This campaign has no such office.');
  return officeId;
}

/** Does what a form asks for; answers its faults, or undefined where it was done. */
export async function faultsOf(act: () => Promise<unknown>): Promise<readonly Fault[] | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (error instanceof InputError) return error.faults;
    throw error;
  }
}
