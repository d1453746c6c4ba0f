import type { Campaign } from '../campaigns/index.js';
import { readOfficeCounts, type OfficeCounts } from '../counts/index.js';
import type { Roster } from '../offices/index.js';
import type { Db } from '../platform/db.js';
import { listPositions, newestEntries, type PositionEntry, type PositionWord } from '../positions/index.js';
import { mayAddress } from '../targets/index.js';
import { officeOf, type OfficeFacts } from './office-facts.js';
import { peopleIn } from './office-report.js';

/** An office of a campaign: who holds it, where they stand, what they got. */
export type OfficeLine = {
  readonly office: OfficeFacts;
  readonly position: PositionWord;
  readonly entry: PositionEntry | undefined;
  readonly people: number;
  readonly letters: OfficeCounts['letters'] | undefined;
  readonly saidSent: number;
};

/** Every office that got letters in a campaign or that its rule may address, by body and name. */
export async function readOffices(db: Db, roster: Roster, campaign: Campaign): Promise<OfficeLine[]> {
  const counts = new Map((await readOfficeCounts(db, campaign.id)).map((one) => [one.officeId, one]));
  const entries = new Map(
    newestEntries(await listPositions(db, campaign.id)).map((one) => [`${one.officeId} ${one.person}`, one]),
  );
  const inRule = [...roster.offices.keys()].filter((id) => mayAddress(campaign.rule, id));
  return [...new Set([...counts.keys(), ...inRule])]
    .map((id): OfficeLine => {
      const office = officeOf(roster, id);
      const entry = entries.get(`${id} ${office.person}`);
      const own = counts.get(id);
      return {
        office,
        entry,
        position: entry?.position ?? filePosition(campaign, office, roster),
        people: peopleIn(own),
        letters: own?.letters,
        saidSent: own?.saidSent ?? 0,
      };
    })
    .sort(
      (one, other) =>
        orderOf(one).localeCompare(orderOf(other), 'en', { numeric: true }) ||
        (one.office.id < other.office.id ? -1 : 1),
    );
}

function orderOf({ office }: OfficeLine): string {
  return `${office.body}\n${office.name}`;
}

/** What the folder's positions.csv says where nothing is recorded. */
function filePosition({ rule }: Campaign, { id, person, holder }: OfficeFacts, roster: Roster): PositionWord {
  const ids = [person, ...Object.values(roster.holderOf(id)?.ids ?? {})];
  const lines = (rule.positions ?? []).filter((one) => one.person === undefined);
  const own = lines.find(({ who }) => who !== '' && ids.includes(who));
  const ofOffice = lines.find(({ who, name }) => who === id && (name === undefined || name === holder));
  return (own ?? ofOffice)?.position ?? 'undeclared';
}

/** Whether a campaign's pages may speak of an office. */
export async function belongsToCampaign(
  db: Db,
  roster: Roster,
  { campaign, officeId }: { readonly campaign: Campaign; readonly officeId: string },
): Promise<boolean> {
  if (roster.offices.has(officeId) && mayAddress(campaign.rule, officeId)) return true;
  return (await readOfficeCounts(db, campaign.id, officeId)).length > 0;
}
