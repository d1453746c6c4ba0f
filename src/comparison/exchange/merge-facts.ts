import type { Coalition, Partner } from '../../partners/index.js';
import type { Cell, Facts, Group, People, TotalRow } from '../facts.js';
import type { CoalitionBody } from './coalition-file.js';
import { readSketch } from './sketch-text.js';
import { emptySketch, estimate, estimateOverlap, SKETCH_ERROR, unionOf, type Sketch } from './sketch.js';

/** Everybody who was counted on an installation, and those that each group brought. */
export type Sketches = { readonly all: Sketch; readonly groups: ReadonlyMap<Group, Sketch> };

/**
 * What was counted here and what other installations published, together: rows add up, campaigns of the same short name and
 * partners of the same code are the same. Different people and overlaps come from sketches, so they are estimates. `newByGroup`
 * adds what each installation counted for itself: who wrote on two of them is new on both.
 */
export function mergeFacts(local: Facts, sketches: Sketches, bodies: readonly CoalitionBody[]): Facts {
  if (bodies.length === 0) return local;
  const coalition = withMembers(local.coalition, bodies);
  const groupOf = groupsOf(coalition);
  const theirs = <Row extends Cell>(rows: (body: CoalitionBody) => readonly Row[]): Row[] =>
    bodies.flatMap((body) => rows(body).map((row) => ({ ...row, group: groupOf(row.group) })));
  const titles = new Map(bodies.flatMap(({ campaigns }) => campaigns.map((one) => [one.slug, one] as const)));
  for (const campaign of local.campaigns) titles.set(campaign.slug, campaign);
  return {
    ...local,
    coalition,
    campaigns: [...titles.values()],
    totals: summed([...local.totals, ...theirs(({ totals }) => totals)], () => '', addTotals),
    weeks: summed([...local.weeks, ...theirs(({ weeks }) => weeks)], ({ week }) => week, addCells),
    places: summed([...local.places, ...theirs(({ places }) => places)], placeKey, addCells),
    people: mergePeople(local.people, sketches, { bodies, groupOf }),
    installations: bodies.map(({ installation, publishedAt }) => ({ name: installation.name, publishedAt })),
  };
}

const placeKey = ({ layer, division }: { readonly layer: string; readonly division: string }): string =>
  `${layer} ${division}`;

/** A partner's members are what the installation says on which it works, where nothing is known here. */
function withMembers(coalition: Coalition, bodies: readonly CoalitionBody[]): Coalition {
  const stated = new Map(
    bodies.flatMap(({ partners }) => partners.filter(({ isHere }) => isHere).map((one) => [one.code, one] as const)),
  );
  const partners = coalition.partners.map((partner): Partner => {
    const { members = null, membersOn = null } = stated.get(partner.code) ?? {};
    return partner.members === null && members !== null ? { ...partner, members, membersOn } : partner;
  });
  return { ...coalition, partners };
}

/** The group that a code of a file is here. Codes that no partner bears were made partners when the file was merged. */
function groupsOf({ partners }: Coalition): (code: string) => Group {
  const ids = new Map(partners.map(({ code, id }) => [code, id]));
  return (code) => ids.get(code) ?? code;
}

/** Adds up rows of the same group and campaign, and of the same key. */
function summed<Row extends Cell>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  add: (a: Row, b: Row) => Row,
): readonly Row[] {
  const sums = new Map<string, Row>();
  for (const row of rows) {
    const key = `${row.group}\n${row.campaign}\n${keyOf(row)}`;
    const before = sums.get(key);
    sums.set(key, before ? add(before, row) : row);
  }
  return [...sums.values()];
}

function addCells<Row extends Cell>(a: Row, b: Row): Row {
  return { ...a, actions: a.actions + b.actions, ownWords: a.ownWords + b.ownWords };
}

function addTotals(a: TotalRow, b: TotalRow): TotalRow {
  const terms = Object.keys(a.letters) as (keyof TotalRow['letters'])[];
  const letters = Object.fromEntries(terms.map((term) => [term, a.letters[term] + b.letters[term]]));
  return { ...addCells(a, b), optIns: a.optIns + b.optIns, letters: letters as TotalRow['letters'] };
}

type Theirs = { readonly bodies: readonly CoalitionBody[]; readonly groupOf: (code: string) => Group };

function mergePeople(local: People, sketches: Sketches, { bodies, groupOf }: Theirs): People {
  const groups = new Map<Group, Sketch[]>([...sketches.groups].map(([group, sketch]) => [group, [sketch]]));
  const newByGroup: Record<Group, number> = { ...local.newByGroup };
  for (const { group: code, sketch, newPeople } of bodies.flatMap(({ people }) => people.groups)) {
    const group = groupOf(code);
    groups.set(group, [...(groups.get(group) ?? []), sketchOf(sketch)]);
    newByGroup[group] = (newByGroup[group] ?? 0) + newPeople;
  }
  const unions = [...groups].map(([group, parts]) => [group, unionOf(parts)] as const);
  return {
    unique: estimate(unionOf([sketches.all, ...bodies.map(({ people }) => sketchOf(people.all))])),
    byGroup: Object.fromEntries(unions.map(([group, sketch]) => [group, estimate(sketch)])),
    pairs: pairsOf(unions.filter(([group]) => group !== groupOf('links') && group !== groupOf('none'))),
    // How many came by exactly two or three cannot be told from sketches of single partners.
    byPartners: [],
    newByGroup,
    error: SKETCH_ERROR,
    behind: local.behind,
  };
}

function pairsOf(unions: readonly (readonly [Group, Sketch])[]): People['pairs'] {
  const sorted = [...unions].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.flatMap(([a, inA], index) =>
    sorted.slice(index + 1).flatMap(([b, inB]) => {
      const people = estimateOverlap(inA, inB);
      return people > 0 ? [{ a, b, people }] : [];
    }),
  );
}

/** The file's schema has checked it. */
function sketchOf(text: string): Sketch {
  return readSketch(text) ?? emptySketch();
}
