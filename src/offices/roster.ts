import { listDataSets, type DataSet } from '../data-sets/index.js';
import type { DivisionId } from '../divisions/index.js';
import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import { follow, type Followed } from '../platform/revisions.js';
import { committeesOf, type Committees } from './committee.js';
import type { LocalOffice } from './local-office.js';
import { matchRoster } from './match-roster.js';
import type { OfficeForm } from './office-form.js';
import { holdersOn, type Body, type Office, type Official } from './office.js';
import type { RosterFile } from './roster-file.js';
import { listLocalOffices } from './store-local-offices.js';
import { listOfficeForms } from './store-office-forms.js';
import { listBodies, listOffices, listOfficials } from './store.js';
import { listCommittees, listMemberships } from './store-committees.js';

/** All loaded offices and who holds them, in memory. */
export type Roster = {
  readonly bodies: ReadonlyMap<string, Body>;
  readonly offices: ReadonlyMap<string, Office>;
  readonly officesOfDivision: (division: DivisionId) => readonly Office[];
  readonly officesOfBody: (bodyId: string) => readonly Office[];
  /** Who holds an office; undefined while it is vacant. */
  readonly holderOf: (officeId: string) => Official | undefined;
  /** The offices that a person holds, by the person's key. */
  readonly officesHeldBy: (person: string) => readonly Office[];
  readonly committees: Committees;
  /** Where else the holder of an office can be reached. */
  readonly localOfficesOf: (officeId: string) => readonly LocalOffice[];
  /** What the web form of the holder of an office asks for, where it is known. */
  readonly formOf: (officeId: string) => OfficeForm | undefined;
  /** The newest import of each source. */
  readonly dataSets: readonly DataSet[];
};

/** The roster as it is today, reloaded when an import changed it and when a day begins. */
export function followRoster(tools: { readonly db: Db; readonly clock: Clock }): Followed<Roster> {
  return follow({ ...tools, names: ['data-sets'], isDaily: true, load: (today) => loadRoster(tools.db, today) });
}

async function loadRoster(db: Db, today: string): Promise<Roster> {
  const [bodies, offices, officials] = [await listBodies(db), await listOffices(db), await listOfficials(db)];
  const committees = committeesOf(await listCommittees(db), await listMemberships(db));
  const holders = holdersOn(officials, today);
  const localOffices = await listLocalOffices(db);
  const forms = await listOfficeForms(db);
  const dataSets = await listDataSets(db);
  return buildRoster({ bodies, offices, holders, committees, localOffices, forms, dataSets });
}

/** The roster of a file alone, as it would be if nothing else were loaded; for previews. */
export function rosterOfFile(file: RosterFile): Roster {
  const { newOffices, arrivals } = matchRoster({ offices: [], officials: [] }, file, '');
  const holders = new Map(
    arrivals.map(({ officeId, person }) => [
      officeId,
      { ...person, officeId, id: `${officeId} ${person.key}`, leavesOn: null },
    ]),
  );
  return buildRoster({
    bodies: file.bodies,
    offices: newOffices,
    holders,
    committees: committeesOf([], []),
    localOffices: [],
    forms: [],
    dataSets: [],
  });
}

/** A roster in which the bodies of a file are as the file says; for previews of what is not loaded yet. */
export function withFile(roster: Roster, file: RosterFile): Roster {
  const own = rosterOfFile(file);
  const isOwn = ({ bodyId }: Office): boolean => own.bodies.has(bodyId);
  return {
    ...roster,
    bodies: new Map([...roster.bodies, ...own.bodies]),
    offices: new Map([...[...roster.offices].filter(([, office]) => !isOwn(office)), ...own.offices]),
    officesOfDivision: (division) => [
      ...roster.officesOfDivision(division).filter((office) => !isOwn(office)),
      ...own.officesOfDivision(division),
    ],
    officesOfBody: (id) => (own.bodies.has(id) ? own : roster).officesOfBody(id),
    holderOf: (id) => (own.offices.has(id) ? own : roster).holderOf(id),
  };
}

type Parts = {
  readonly bodies: readonly Body[];
  readonly offices: readonly Office[];
  readonly holders: ReadonlyMap<string, Official>;
  readonly committees: Committees;
  readonly localOffices: readonly LocalOffice[];
  readonly forms: readonly OfficeForm[];
  readonly dataSets: readonly DataSet[];
};

function buildRoster({ bodies, offices, holders, committees, localOffices, forms, dataSets }: Parts): Roster {
  const byDivision = groupBy(offices, (office) => office.division);
  const localByPerson = groupBy(localOffices, (office) => office.person);
  const formByPerson = new Map(forms.map((form) => [form.person, form]));
  const byBody = groupBy(offices, (office) => office.bodyId);
  const byId = new Map(offices.map((office) => [office.id, office]));
  const byPerson = groupBy([...holders.values()], (official) => official.key);
  return {
    bodies: new Map(bodies.map((body) => [body.id, body])),
    offices: byId,
    officesOfDivision: (division) => byDivision.get(division) ?? [],
    officesOfBody: (bodyId) => byBody.get(bodyId) ?? [],
    holderOf: (officeId) => holders.get(officeId),
    officesHeldBy: (person) => (byPerson.get(person) ?? []).flatMap(({ officeId }) => byId.get(officeId) ?? []),
    committees,
    localOfficesOf: (officeId) => localByPerson.get(holders.get(officeId)?.key ?? '') ?? [],
    formOf: (officeId) => formByPerson.get(holders.get(officeId)?.key ?? ''),
    dataSets,
  };
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
