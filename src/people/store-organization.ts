import { query, type Db } from '../platform/db.js';
import { NotFoundError } from '../platform/errors.js';

/** What an organization decides about its people. */
export type PeopleSettings = {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly timeZone: string;
  /** Days; null for the default, 0 without limit. */
  readonly keepContactsDays: number | null;
  readonly keepTextsDays: number | null;
  readonly keepPeopleDays: number | null;
};

const COLUMNS = `id, slug, name, time_zone AS "timeZone", keep_texts_days AS "keepTextsDays", keep_people_days AS "keepPeopleDays",
  keep_contacts_days AS "keepContactsDays"`;

/** @throws NotFoundError */
export async function getPeopleSettings(db: Db, organizationId: string): Promise<PeopleSettings> {
  const [found] = await query<PeopleSettings>(db, `SELECT ${COLUMNS} FROM organizations WHERE id = ?`, [
    organizationId,
  ]);
  if (!found) throw new NotFoundError('There is no such organization.');
  return found;
}

/** By its short name. @throws NotFoundError */
export async function getOrganization(db: Db, slug: string): Promise<PeopleSettings> {
  const [found] = await query<PeopleSettings>(db, `SELECT ${COLUMNS} FROM organizations WHERE slug = ?`, [slug]);
  if (!found) throw new NotFoundError(`There is no organization called ${slug}.`);
  return found;
}

/** Every organization, for its daily run. */
export function listAllSettings(db: Db): Promise<PeopleSettings[]> {
  return query(db, `SELECT ${COLUMNS} FROM organizations ORDER BY id`);
}

export type Periods = Pick<PeopleSettings, 'keepContactsDays' | 'keepTextsDays' | 'keepPeopleDays'>;

/** Makes periods hold; the next look runs by them, not the next day. */
export async function updatePeriods(trx: Db, organizationId: string, periods: Periods): Promise<void> {
  await trx('organizations').where({ id: organizationId }).update({
    keep_contacts_days: periods.keepContactsDays,
    keep_texts_days: periods.keepTextsDays,
    keep_people_days: periods.keepPeopleDays,
  });
  await trx('retention_runs').where({ organization_id: organizationId }).update({ due_at: 0 });
}
