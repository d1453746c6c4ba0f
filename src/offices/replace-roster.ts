import type { DataSet, ImportOptions, ImportReport, PreparedImport } from '../data-sets/index.js';
import type { Db } from '../platform/db.js';
import { InputError } from '../platform/errors.js';
import type { Ids } from '../platform/ids.js';
import type { RosterChange } from './match-roster.js';
import type { Office, Official } from './office.js';
import type { RosterFile } from './roster-file.js';
import { changeOf, type StoredRoster } from './roster-owner.js';
import { endOfficials, upsertBodies, upsertOffices, upsertOfficials } from './store.js';

/** From this many officials on, a file that ends more than half is more likely a wrong file than an election. */
const SMALL_BODY = 10;

const NAMES_IN_A_REMARK = 12;

/** Makes an import of a roster file: it replaces the stored roster of the bodies in the file, and of no other. */
export function prepareRoster(
  file: RosterFile,
  given: { readonly path: string; readonly options: ImportOptions },
): PreparedImport {
  const bodyIds = file.bodies.map((body) => body.id);
  return {
    covers: bodyIds,
    records: file.holders.length,
    write: async (trx, dataSet, ids) => {
      const stored = await changeOf(trx, file, { ...dataSet, path: given.path });
      const { change } = stored;
      if (!given.options.force) refuseMassDeparture({ ...stored, file }, given.path);
      await writeChange(trx, { ids, dataSet, file, change });
      return reportOf(file, change);
    },
  };
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
  const updates = change.updates.map(({ official, person }) => ({
    id: official.id,
    officeId: official.officeId,
    person,
  }));
  const arrivals = change.arrivals.map((arrival) => ({ ...arrival, id: ids.next() }));
  await upsertOfficials(trx, [...updates, ...arrivals], dataSet);
}

function reportOf(file: RosterFile, change: RosterChange): ImportReport {
  const officeName = new Map(
    [...change.newOffices, ...change.changedOffices].map((office) => [office.id, office.name]),
  );
  const came = change.arrivals.map(
    ({ person, officeId }) => `${person.name} (${officeName.get(officeId) ?? officeId})`,
  );
  const nameOf = (official: Official): string => `${official.name} (${official.officeId})`;
  const left = change.departures.map(nameOf);
  const isFirst =
    change.arrivals.length > 0 && change.unchanged + change.updates.length + change.departures.length === 0;
  return {
    added: change.arrivals.length,
    changed: change.updates.length,
    ended: change.departures.length,
    unchanged: change.unchanged,
    remarks: [
      ...(isFirst ? [] : nameSome('Came', came)),
      ...nameSome('Left', left),
      ...nameSome('Contact form not in the file, kept', change.keptForms.map(nameOf)),
      ...nameSome('Contact form gone', change.lostForms.map(nameOf)),
      ...nameSome(
        'Vacant',
        change.vacancies.map((office: Office) => office.id),
      ),
      ...nameSome(
        'Left out, no seat',
        change.seatless.map(({ person, seatKey }) => `${person.name} (${seatKey})`),
      ),
      ...file.remarks,
    ],
  };
}

function nameSome(word: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const more = names.length > NAMES_IN_A_REMARK ? ` and ${names.length - NAMES_IN_A_REMARK} more` : '';
  return [`${word} (${names.length}): ${names.slice(0, NAMES_IN_A_REMARK).join(', ')}${more}`];
}

type Departing = StoredRoster & { readonly file: RosterFile; readonly change: RosterChange };

/** Asked of each body, lest one that lost nearly everyone hides beside larger ones, and of all, for files of many small ones. */
function refuseMassDeparture({ offices, officials, file, change }: Departing, path: string): void {
  const bodyOf = new Map(offices.map((office) => [office.id, office.bodyId]));
  const within = (people: readonly Official[], bodyId: string): Official[] =>
    people.filter(({ officeId }) => bodyOf.get(officeId) === bodyId);
  const bodies = file.bodies.map(({ id, name }) => ({
    of: ` of the ${name}`,
    held: within(officials, id).length,
    ended: within(change.departures, id).length,
  }));
  const isSuspect = ({ held, ended }: { readonly held: number; readonly ended: number }): boolean =>
    held >= SMALL_BODY && ended > held / 2;
  const whole = { of: '', held: officials.length, ended: change.departures.length };
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
