import { CAMPAIGN_LIST, type DataSet } from '../data-sets/index.js';
import type { Db } from '../platform/db.js';
import { InputError } from '../platform/errors.js';
import { matchRoster, type RosterChange } from './match-roster.js';
import type { Office, Official } from './office.js';
import type { RosterFile } from './roster-file.js';
import { listOffices, listOfficials, listOwners } from './store.js';

/** Who brings a roster, in which file, and on which day, `2026-11-21`. */
export type Bringer = Pick<DataSet, 'source' | 'origin'> & { readonly path: string; readonly today: string };

/** What is stored of a file's bodies. */
export type StoredRoster = { readonly offices: readonly Office[]; readonly officials: readonly Official[] };

/**
 * What a roster file would change. The officials of a body come with one campaign or from imports: a second list for
 * the same body may say the same, but not something else.
 * @throws InputError that names whose body it is
 */
export async function changeOf(
  db: Db,
  file: RosterFile,
  bringer: Bringer,
): Promise<StoredRoster & { readonly change: RosterChange }> {
  const bodyIds = file.bodies.map((body) => body.id);
  const stored = { offices: await listOffices(db, bodyIds), officials: await listOfficials(db, bodyIds) };
  const change = matchRoster(stored, file, bringer.today);
  if (changesSomething(change)) await refuseForeign(db, bodyIds, bringer);
  return { ...stored, change };
}

function changesSomething(change: RosterChange): boolean {
  const { newOffices, changedOffices, arrivals, updates, departures, laterDepartures } = change;
  return [newOffices, changedOffices, arrivals, updates, departures, laterDepartures].some(
    (changes) => changes.length > 0,
  );
}

async function refuseForeign(db: Db, bodyIds: readonly string[], bringer: Bringer): Promise<void> {
  const foreign = (await listOwners(db, bodyIds)).filter((owner) => ownerText(owner) !== ownerText(bringer));
  if (foreign.length === 0) return;
  const faults = foreign.map((owner) => ({
    field: 'body',
    file: bringer.path,
    message: `the officials of "${owner.body}" come from ${ownerText(owner)} and would be overwritten; call your body something else, or change them there`,
  }));
  throw new InputError(faults);
}

function ownerText({ source, origin }: Pick<DataSet, 'source' | 'origin'>): string {
  return source === CAMPAIGN_LIST ? `the list of the ${origin}` : '`clarion data import`';
}
