import { sampleValues, rehearse, type Rehearsed, type SampleSupporter } from '../../actions/index.js';
import type { Campaign } from '../../campaigns/index.js';
import { channelOf } from '../../deliveries/index.js';
import type { Places } from '../../divisions/index.js';
import type { Roster } from '../../offices/index.js';
import { dayOf, type Clock } from '../../platform/clock.js';
import type { Followed } from '../../platform/revisions.js';
import { everyoneOf, missingData, type Everyone } from '../../targets/index.js';

export type SubjectTools = {
  readonly clock: Clock;
  readonly roster: Followed<Roster>;
  readonly places: Places;
};

/** What the checklist looks at: a campaign with the data that are loaded now. */
export type Subject = {
  readonly campaign: Campaign;
  readonly roster: Roster;
  readonly everyone: Everyone;
  readonly needs: Awaited<ReturnType<typeof missingData>>;
  /** `2027-03-10` */
  readonly today: string;
};

export async function subjectOf(tools: SubjectTools, campaign: Campaign): Promise<Subject> {
  const roster = await tools.roster.get();
  const today = dayOf(tools.clock.now(), 'utc');
  const needs = await missingData(campaign.rule, roster, tools.places);
  return { campaign, roster, everyone: everyoneOf(campaign.rule, roster, today), needs, today };
}

/** The supporter in whose name the checklist fills letters. */
export const SAMPLE: SampleSupporter = {
  given_name: 'Alex',
  family_name: 'Sample',
  postal_code: '00000',
  street: '1 Sample Street',
  locality: 'Sample Town',
};

/** The letters to targets whose own form limits the length, by office: only those may be cut. */
export function limitedLetters({ campaign, everyone }: Subject): ReadonlyMap<string, Rehearsed> {
  const limited = everyone.targets.filter((target) => channelOf(target) === 'handover' && target.form?.maxCharacters);
  return new Map(limited.map((target) => [target.officeId, rehearse({ campaign, target, supporter: SAMPLE })]));
}

export { sampleValues };
