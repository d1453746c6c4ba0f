import type { DataSet, ImportOptions, PreparedImport } from '../data-sets/index.js';
import { dayOf } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import { InputError } from '../platform/errors.js';
import type { Ids } from '../platform/ids.js';
import type { RosterChange } from './match-roster.js';
import type { Official } from './office.js';
import type { RosterFile } from './roster-file.js';
import { reportOf } from './roster-report.js';
import { changeOf, type StoredRoster } from './roster-owner.js';
import { endOfficials, endOfficialsLater, upsertBodies, upsertOffices, upsertOfficials } from './store.js';

/** From this many officials on, a file that ends more than half is more likely a wrong file than an election. */
const SMALL_BODY = 10;

/** Makes an import of a roster file: it replaces the stored roster of the bodies in the file, and of no other. */
export function prepareRoster(
  read: RosterFile,
  given: { readonly path: string; readonly options: ImportOptions },
): PreparedImport {
  const file = startingOn(read, given.options.inForce);
  const bodyIds = file.bodies.map((body) => body.id);
  return {
    covers: bodyIds,
    records: file.holders.length,
    write: async (trx, dataSet, ids) => {
      const stored = await changeOf(trx, file, {
        ...dataSet,
        path: given.path,
        today: dayOf(dataSet.importedAt, 'utc'),
      });
      const { change } = stored;
      if (!given.options.force) refuseMassDeparture({ ...stored, file }, given.path);
      await writeChange(trx, { ids, dataSet, file, change });
      return reportOf(file, change, dayOf(dataSet.importedAt, 'utc'));
    },
  };
}

/** The roster of a file that does not say from when on its people are there. */
function startingOn(file: RosterFile, day: string | undefined): RosterFile {
  if (day === undefined) return file;
  const holders = file.holders.map(({ seatKey, person }) => ({
    seatKey,
    person: { ...person, startsOn: person.startsOn ?? day },
  }));
  return { ...file, holders };
}

type Writing = {
  readonly ids: Ids;
  readonly dataSet: DataSet;
  readonly file: RosterFile;
  readonly change: RosterChange;
};

async function writeChange(trx: Db, { ids, dataSet, file, change }: Writing): Promise<void> {
  await upsertBodies(trx, file.bodies);
  await upsertOffices(trx, [...change.newOffices, ...change.changedOffices], dataSet);
  await endOfficials(trx, change.departures, dataSet.asOf);
  await endOfficialsLater(trx, change.laterDepartures);
  const updates = change.updates.map(({ official, person, leavesOn }) => ({
    id: official.id,
    officeId: official.officeId,
    leavesOn,
    person,
  }));
  const arrivals = change.arrivals.map((arrival) => ({ ...arrival, id: ids.next(), leavesOn: null }));
  await upsertOfficials(trx, [...updates, ...arrivals], dataSet);
}

type Departing = StoredRoster & { readonly file: RosterFile; readonly change: RosterChange };

/** Asked of each body, lest one that lost nearly everyone hides beside larger ones, and of all, for files of many small ones. */
function refuseMassDeparture({ offices, officials, file, change }: Departing, path: string): void {
  const bodyOf = new Map(offices.map((office) => [office.id, office.bodyId]));
  const within = (people: readonly Official[], bodyId: string): Official[] =>
    people.filter(({ officeId }) => bodyOf.get(officeId) === bodyId);
  const leaving = [...change.departures, ...change.laterDepartures.map(({ official }) => official)];
  const bodies = file.bodies.map(({ id, name }) => ({
    of: ` of the ${name}`,
    held: within(officials, id).length,
    ended: within(leaving, id).length,
  }));
  const isSuspect = ({ held, ended }: { readonly held: number; readonly ended: number }): boolean =>
    held >= SMALL_BODY && ended > held / 2;
  const whole = { of: '', held: officials.length, ended: leaving.length };
  const suspect = bodies.filter(isSuspect);
  const told = suspect.length > 0 ? suspect : [whole].filter(isSuspect);
  if (told.length === 0) return;
  throw new InputError(
    told.map(({ of, held, ended }) => ({
      field: 'file',
      file: path,
      message: `would end ${ended} of ${held} officials${of}; if that is right, import it with --force`,
    })),
  );
}
