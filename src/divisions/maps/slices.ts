import type { Polygon } from './area.js';

/** The edges of polygons, cut into slices from south to north, so that a question looks at few of them. */
export type Slices = {
  /** West, south, east and north of each polygon. */
  readonly boxes: Int32Array;
  /** Whether a polygon holds a point: exact, with holes. */
  readonly holds: (polygon: number, x: number, y: number) => boolean;
  /** Metres from a point to the nearest edge of a polygon that is within reach; Infinity where none is. */
  readonly distance: (polygon: number, from: Origin) => number;
  readonly points: number;
};

/** A point, the metres to a unit there, and how many units of latitude to look up and down. */
export type Origin = {
  readonly x: number;
  readonly y: number;
  readonly perX: number;
  readonly perY: number;
  readonly reachY: number;
};

/** Few edges to a slice make a question quick, many make the index small. */
const EDGES_PER_SLICE = 3;
const MAX_SLICES = 20_000;

type Layout = {
  /** x and y of all points by turns; an edge has the number of its first point. */
  readonly coordinates: Int32Array;
  readonly boxes: Int32Array;
  /** First edge, by polygon. Rings follow each other, and what joins two rings is no edge. */
  readonly firstPoint: Int32Array;
  readonly ringEnds: Uint8Array;
  readonly firstSlice: Int32Array;
};

export function sliceEdges(polygons: readonly Polygon[]): Slices {
  const layout = lay(polygons);
  const { edges, starts } = fill(layout, polygons.length);
  const { coordinates, boxes } = layout;
  const sliceAt = (polygon: number, y: number): number => sliceOf(layout, polygon, y);
  return {
    boxes,
    points: coordinates.length / 2,
    holds: (polygon, x, y) => {
      const slice = sliceAt(polygon, y);
      const end = starts[slice + 1] as number;
      let isInside = false;
      for (let at = starts[slice] as number; at < end; at++) {
        const edge = (edges[at] as number) * 2;
        const y0 = coordinates[edge + 1] as number;
        const y1 = coordinates[edge + 3] as number;
        if (y0 > y === y1 > y) continue;
        const x0 = coordinates[edge] as number;
        if (x < x0 + (((coordinates[edge + 2] as number) - x0) * (y - y0)) / (y1 - y0)) isInside = !isInside;
      }
      return isInside;
    },
    distance: (polygon, from) => {
      const [first, last] = [sliceAt(polygon, from.y - from.reachY), sliceAt(polygon, from.y + from.reachY)];
      let least = Infinity;
      for (let at = starts[first] as number; at < (starts[last + 1] as number); at++) {
        least = Math.min(least, squaredDistance(coordinates, (edges[at] as number) * 2, from));
      }
      return Math.sqrt(least);
    },
  };
}

/** Copies all points into one list and decides how many slices each polygon gets. */
function lay(polygons: readonly Polygon[]): Layout {
  const total = polygons.reduce((sum, rings) => sum + rings.reduce((part, ring) => part + ring.length, 0), 0);
  const coordinates = new Int32Array(total);
  const ringEnds = new Uint8Array(total / 2);
  const boxes = new Int32Array(polygons.length * 4);
  const firstPoint = new Int32Array(polygons.length + 1);
  const firstSlice = new Int32Array(polygons.length + 1);
  let position = 0;
  for (const [polygon, rings] of polygons.entries()) {
    for (const ring of rings) {
      coordinates.set(ring, position);
      position += ring.length;
      ringEnds[position / 2 - 1] = 1;
    }
    firstPoint[polygon + 1] = position / 2;
    const points = position / 2 - (firstPoint[polygon] ?? 0);
    firstSlice[polygon + 1] =
      (firstSlice[polygon] ?? 0) + Math.min(Math.ceil(points / EDGES_PER_SLICE) || 1, MAX_SLICES);
    boxes.set(boxOf(rings), polygon * 4);
  }
  return { coordinates, boxes, firstPoint, ringEnds, firstSlice };
}

function boxOf(rings: Polygon): [number, number, number, number] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    for (let at = 0; at < ring.length; at += 2) {
      const [x, y] = [ring[at] ?? 0, ring[at + 1] ?? 0];
      west = Math.min(west, x);
      east = Math.max(east, x);
      south = Math.min(south, y);
      north = Math.max(north, y);
    }
  }
  return [west, south, east, north];
}

/** Which slice a latitude lies in; the same sum for edges and questions, so that both agree on the limits. */
function sliceOf({ boxes, firstSlice }: Layout, polygon: number, y: number): number {
  const first = firstSlice[polygon] as number;
  const count = (firstSlice[polygon + 1] as number) - first;
  const south = boxes[polygon * 4 + 1] as number;
  const north = boxes[polygon * 4 + 3] as number;
  const slice = Math.floor(((y - south) / (north - south || 1)) * count);
  return first + (slice < 0 ? 0 : slice >= count ? count - 1 : slice);
}

/** Writes each edge into every slice it passes: first counts, then places. */
function fill(layout: Layout, polygons: number): { readonly edges: Int32Array; readonly starts: Int32Array } {
  const starts = new Int32Array((layout.firstSlice[polygons] ?? 0) + 1);
  eachPassage(layout, polygons, (slice) => {
    starts[slice + 1] = (starts[slice + 1] ?? 0) + 1;
  });
  for (let slice = 1; slice < starts.length; slice++) starts[slice] = (starts[slice] ?? 0) + (starts[slice - 1] ?? 0);
  const edges = new Int32Array(starts.at(-1) ?? 0);
  const next = starts.slice();
  eachPassage(layout, polygons, (slice, edge) => {
    const place = next[slice] ?? 0;
    edges[place] = edge;
    next[slice] = place + 1;
  });
  return { edges, starts };
}

function eachPassage(layout: Layout, polygons: number, pass: (slice: number, edge: number) => void): void {
  const { coordinates, firstPoint, ringEnds } = layout;
  for (let polygon = 0; polygon < polygons; polygon++) {
    const end = (firstPoint[polygon + 1] ?? 0) - 1;
    for (let edge = firstPoint[polygon] ?? 0; edge < end; edge++) {
      if (ringEnds[edge] === 1) continue;
      const [y0, y1] = [coordinates[edge * 2 + 1] ?? 0, coordinates[edge * 2 + 3] ?? 0];
      const last = sliceOf(layout, polygon, Math.max(y0, y1));
      for (let slice = sliceOf(layout, polygon, Math.min(y0, y1)); slice <= last; slice++) pass(slice, edge);
    }
  }
}

/** Squared metres from a point to an edge, on the plane that touches the earth at the point. */
function squaredDistance(coordinates: Int32Array, edge: number, { x, y, perX, perY }: Origin): number {
  const [ax, ay] = [((coordinates[edge] ?? 0) - x) * perX, ((coordinates[edge + 1] ?? 0) - y) * perY];
  const [bx, by] = [((coordinates[edge + 2] ?? 0) - x) * perX, ((coordinates[edge + 3] ?? 0) - y) * perY];
  const [dx, dy] = [bx - ax, by - ay];
  const along = dx * dx + dy * dy;
  const share = along === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / along));
  const [nx, ny] = [ax + share * dx, ay + share * dy];
  return nx * nx + ny * ny;
}
