import Flatbush from 'flatbush';
import { UNITS_PER_DEGREE, type Polygon } from './area.js';
import { sliceEdges, type Slices } from './slices.js';

/** Degrees, WGS 84, and how many metres the point may be off, where that is known. */
export type Point = { readonly lat: number; readonly lng: number; readonly accuracy?: number };

/** Outlines in memory, asked by point; answers are positions in the list it was made from. */
export type DistrictIndex = {
  /** The outlines that hold the point. */
  readonly at: (point: Point) => number[];
  /** The outlines with a line within so many metres of the point, and how far the nearest one is. */
  readonly linesNear: (point: Point, metres: number) => Map<number, number>;
  readonly points: number;
};

/** Boxes to a node of the tree; for points, small nodes are quicker than the library's 16. */
const NODE_SIZE = 8;
const FULL_TURN = 360 * UNITS_PER_DEGREE;

/** Builds the index: boxes of all polygons in a tree, and the edges of each in thin slices from south to north. */
export function createDistrictIndex(outlines: readonly (readonly Polygon[])[]): DistrictIndex {
  const polygons = outlines.flatMap((outline, owner) => outline.map((rings) => ({ rings, owner })));
  const slices = sliceEdges(polygons.map(({ rings }) => rings));
  const owners = Int32Array.from(polygons, ({ owner }) => owner);
  if (polygons.length === 0) return { at: () => [], linesNear: () => new Map(), points: 0 };
  const tree = new Flatbush(polygons.length, NODE_SIZE);
  for (let polygon = 0; polygon < polygons.length; polygon++) {
    const [minX = 0, minY = 0, maxX = 0, maxY = 0] = slices.boxes.subarray(polygon * 4, polygon * 4 + 4);
    tree.add(minX, minY, maxX, maxY);
  }
  tree.finish();
  // Outlines that cross the 180th meridian go on beyond it; points behind it are asked for there as well.
  const crosses = tree.maxX > FULL_TURN / 2;
  const turns = (x: number): number[] => (crosses && x < 0 ? [x, x + FULL_TURN] : [x]);
  return {
    at: ({ lat, lng }) => {
      const found: number[] = [];
      const y = lat * UNITS_PER_DEGREE;
      for (const x of turns(lng * UNITS_PER_DEGREE)) {
        tree.search(x, y, x, y, (polygon) => {
          const owner = owners[polygon] ?? 0;
          if (slices.holds(polygon, x, y) && !found.includes(owner)) found.push(owner);
          return false;
        });
      }
      return found;
    },
    linesNear: (point, metres) => linesNear({ tree, slices, owners, turns }, point, metres),
    points: slices.points,
  };
}

type Parts = {
  readonly tree: Flatbush;
  readonly slices: Slices;
  readonly owners: Int32Array;
  readonly turns: (x: number) => number[];
};

function linesNear({ tree, slices, owners, turns }: Parts, point: Point, metres: number): Map<number, number> {
  const { perX, perY } = metresPerUnit(point.lat);
  const nearest = new Map<number, number>();
  const y = point.lat * UNITS_PER_DEGREE;
  const [reachX, reachY] = [metres / perX, metres / perY];
  for (const x of turns(point.lng * UNITS_PER_DEGREE)) {
    tree.search(x - reachX, y - reachY, x + reachX, y + reachY, (polygon) => {
      const distance = slices.distance(polygon, { x, y, perX, perY, reachY });
      const owner = owners[polygon] ?? 0;
      if (distance <= metres) nearest.set(owner, Math.min(distance, nearest.get(owner) ?? Infinity));
      return false;
    });
  }
  return nearest;
}

/** Lengths of a unit on the WGS 84 ellipsoid at some latitude (series of the meridian and the parallel, within 1 cm a degree). */
function metresPerUnit(lat: number): { readonly perX: number; readonly perY: number } {
  const phi = (lat * Math.PI) / 180;
  const perDegreeY = 111_132.954 - 559.822 * Math.cos(2 * phi) + 1.175 * Math.cos(4 * phi);
  const perDegreeX = 111_412.84 * Math.cos(phi) - 93.5 * Math.cos(3 * phi) + 0.118 * Math.cos(5 * phi);
  // At the poles a degree of longitude has no length; no district lies there.
  return { perX: Math.max(perDegreeX, 1) / UNITS_PER_DEGREE, perY: perDegreeY / UNITS_PER_DEGREE };
}
