import type { DataSet, ImportOptions, ImportReport, PreparedImport } from '../data-sets/index.js';
import type { Db } from '../platform/db.js';
import { InputError } from '../platform/errors.js';
import type { Ids } from '../platform/ids.js';
import type { RosterChange } from './match-roster.js';
import type { Office } from './office.js';
import type { RosterFile } from './roster-file.js';
import { changeOf } from './roster-owner.js';
import { endOfficials, upsertBodies, upsertOffices, upsertOfficials } from './store.js';

/** A roster that ends more than half of this many officials is more likely a wrong file than an election. */
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
      const { change, before } = await changeOf(trx, file, { ...dataSet, path: given.path });
      if (!given.options.force) refuseMassDeparture(before, change, given.path);
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
  const left = change.departures.map((official) => `${official.name} (${official.officeId})`);
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

function refuseMassDeparture(before: number, change: RosterChange, path: string): void {
  const isSuspect = before >= SMALL_BODY && change.departures.length > before / 2;
  if (!isSuspect) return;
  const message = `would end ${change.departures.length} of ${before} officials; if that is right, import it with --force`;
  throw new InputError([{ field: 'file', file: path, message }]);
}
