import type { Clock } from '../../platform/clock.js';
import { dayOf } from '../../platform/clock.js';
import type { Db } from '../../platform/db.js';
import { remember } from '../../platform/remember.js';
import { follow } from '../../platform/revisions.js';
import { congressBegins } from '../congress-begins.js';
import type { DivisionId, Layer } from '../division.js';
import { unpackPolygons } from './area.js';
import { NEARBY_METRES, orderDistricts } from './district-order.js';
import { createDistrictIndex, type DistrictIndex, type Point } from './district-index.js';
import { listMaps, listOutlines, type MapFacts } from './store-outlines.js';

/** Where a point lies on the maps in force today. */
export type Located = {
  /** All districts that the point lies in or so near to that it may; more than one means that nobody can be sure. */
  readonly layers: ReadonlyMap<Layer, readonly DivisionId[]>;
  /** Layers whose answer hangs on a line that is near: 200 m, or as the setting NEAR_LINE_METRES says. */
  readonly nearLine: ReadonlySet<Layer>;
  /** Layers in which it lies in no district, but near one: on a pier, on a coast that is drawn roughly, or where a map ends. */
  readonly outside: ReadonlySet<Layer>;
  /** Metres to the nearest line that another district touches, where one is near. */
  readonly metresToLine: number | undefined;
};

/** The maps of district lines that are in force today, in memory. */
export type DistrictMaps = {
  readonly locate: (point: Point) => Promise<Located>;
  readonly hasAny: () => Promise<boolean>;
  /** The districts of a layer in a state, city or country, the nearest to a point first; none where no map is loaded. */
  readonly districtsOf: (layer: Layer, territory: DivisionId, near?: Point) => Promise<readonly DivisionId[]>;
  /** Whether a Congress is over today. */
  readonly isOver: (congress: number) => boolean;
  /** The newest Congress whose map is in use, and whether it has ended by now. */
  readonly congress: () => Promise<{ readonly number: number; readonly hasEnded: boolean } | undefined>;
};

/** Public maps are generalized; nearer to a line than this they are wrong too often to be believed. */
const NEAR_LINE_METRES = 200;

export type MapTools = { readonly db: Db; readonly clock: Clock; readonly nearLineMetres?: number };

type District = { readonly layer: Layer; readonly division: DivisionId };

/** The maps of one day. */
type Loaded = {
  readonly day: string;
  readonly maps: readonly MapFacts[];
  readonly index: DistrictIndex;
  readonly districts: readonly District[];
  /** The districts of a layer in a territory, by `layer territory`, in the order of their numbers. */
  readonly within: (where: string) => readonly DivisionId[];
};

/** Follows the maps in the data base and, from day to day, which of them are in force. */
export function createDistrictMaps(tools: MapTools): DistrictMaps {
  const nearLine = tools.nearLineMetres ?? NEAR_LINE_METRES;
  const facts = follow({ ...tools, names: ['data-sets'], load: () => listMaps(tools.db) });
  let held: { readonly of: readonly MapFacts[]; readonly loaded: Promise<Loaded> } | undefined;
  let heldDay = '';
  const loaded = async (): Promise<Loaded> => {
    const all = await facts.get();
    const day = dayOf(tools.clock.now(), 'utc');
    if (held?.of !== all || heldDay !== day) {
      const loading = load(tools.db, mapsInForce(all, day), day);
      held = { of: all, loaded: loading };
      heldDay = day;
      // What could not be read is read again the next time.
      loading.catch(() => {
        if (held?.loaded === loading) held = undefined;
      });
    }
    return held.loaded;
  };
  const isOver = (congress: number): boolean => congressBegins(congress + 1) <= dayOf(tools.clock.now(), 'utc');
  return {
    locate: async (point) => locate(await loaded(), point, nearLine),
    hasAny: async () => (await facts.get()).length > 0,
    districtsOf: async (layer, territory, near) => {
      const { index, districts, within } = await loaded();
      const found = within(`${layer} ${territory}`);
      return near && found.length > 0 ? orderDistricts(found, distancesFrom(index, districts, near)) : found;
    },
    isOver,
    congress: async () => {
      const number = Math.max(0, ...(await loaded()).maps.map((map) => map.congress ?? 0));
      return number === 0 ? undefined : { number, hasEnded: isOver(number) };
    },
  };
}

/** Of each layer in each territory the map that came into force last. */
export function mapsInForce(maps: readonly MapFacts[], day: string): MapFacts[] {
  const newest = new Map<string, MapFacts>();
  for (const map of maps) {
    const key = `${map.layer} ${map.territory}`;
    const rival = newest.get(key);
    if (map.inForceFrom <= day && (!rival || map.inForceFrom > rival.inForceFrom)) newest.set(key, map);
  }
  return [...newest.values()];
}

async function load(db: Db, maps: readonly MapFacts[], day: string): Promise<Loaded> {
  const outlines = maps.length > 0 ? await listOutlines(db, maps) : [];
  const districts = outlines.map(({ layer, division }): District => ({ layer, division }));
  return {
    day,
    maps,
    index: createDistrictIndex(outlines.map(({ outline }) => unpackPolygons(outline))),
    districts,
    within: remember(TERRITORIES_KEPT, (where) =>
      orderDistricts(
        districts
          .filter((one) => `${one.layer} ${one.division}`.startsWith(where + '/'))
          .map(({ division }) => division),
      ),
    ),
  };
}

/** More than there are layers in states. */
const TERRITORIES_KEPT = 500;

/** Metres from a point to the districts around it; 0 for those that it lies in. */
function distancesFrom(index: DistrictIndex, districts: readonly District[], point: Point): Map<DivisionId, number> {
  const near = index.linesNear(point, NEARBY_METRES);
  for (const position of index.at(point)) near.set(position, 0);
  return new Map([...near].map(([position, metres]) => [districts[position]?.division ?? '', metres]));
}

function locate({ index, districts }: Loaded, point: Point, nearMetres: number): Located {
  const inside = new Set(index.at(point));
  const near = index.linesNear(point, Math.min(Math.max(nearMetres, point.accuracy ?? 0), NEARBY_METRES));
  const layers = new Map<Layer, DivisionId[]>();
  const nearLine = new Set<Layer>();
  let metresToLine: number | undefined;
  for (const position of new Set([...inside, ...near.keys()])) {
    const { layer, division } = districts[position] ?? {};
    if (!layer || !division) continue;
    const candidates = layers.get(layer) ?? [];
    layers.set(layer, candidates.includes(division) ? candidates : [...candidates, division].sort());
    if (!inside.has(position)) {
      nearLine.add(layer);
      metresToLine = Math.min(metresToLine ?? Infinity, near.get(position) ?? Infinity);
    }
  }
  const within = new Set([...inside].map((position) => districts[position]?.layer));
  const outside = new Set([...nearLine].filter((layer) => !within.has(layer)));
  return { layers, nearLine, outside, metresToLine };
}
