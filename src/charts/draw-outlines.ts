import type { DivisionId, Outline } from '../divisions/index.js';
import type { Plane, Project } from './projection.js';

/** Outlines as paths of SVG, by division. */
export type Drawn = {
  readonly width: number;
  readonly height: number;
  readonly paths: ReadonlyMap<DivisionId, string>;
};

/** What all paths of a map may weigh: with its names and the rest, a page stays below 150 KB. */
const MOST_BYTES = 26_000;

/** From fine to coarse, in pixels. */
const GRIDS = [1, 1.5, 2, 3, 4, 6, 8] as const;

/**
 * Draws outlines on a grid as fine as the page can bear. Every point goes to the grid's nearest: neighbours, whose lines
 * have the same points, stay neighbours without gaps.
 */
export function drawOutlines(outlines: readonly Outline[], plane: Plane): Drawn {
  let paths = new Map<DivisionId, string>();
  for (const grid of GRIDS) {
    paths = new Map(
      outlines.flatMap(({ division, rings }) => {
        const project = plane.projectOf(division);
        return project ? [[division, pathOf(rings, project, grid)] as const] : [];
      }),
    );
    const bytes = [...paths.values()].reduce((sum, path) => sum + path.length, 0);
    if (bytes <= MOST_BYTES) break;
  }
  return { width: plane.width, height: plane.height, paths };
}

type Points = readonly (readonly [number, number])[];

function pathOf(rings: Outline['rings'], project: Project, grid: number): string {
  const path = rings.map((ring) => ringPath(onGrid(ring, project, grid), grid)).join('');
  if (path !== '') return path;
  // What is smaller than the grid is still there to be seen.
  const [x, y] = project(rings[0]?.[0] ?? 0, rings[0]?.[1] ?? 0);
  return `M${Math.round(x) - 1} ${Math.round(y) - 1}h2v2h-2z`;
}

/** Without repeated points, and without those in the middle of a straight line. */
function onGrid(ring: Float64Array, project: Project, grid: number): Points {
  const points: [number, number][] = [];
  for (let at = 0; at < ring.length; at += 2) {
    const [x, y] = project(ring[at] ?? 0, ring[at + 1] ?? 0);
    const next: [number, number] = [Math.round(x / grid), Math.round(y / grid)];
    const [last, before] = [points.at(-1), points.at(-2)];
    if (last && last[0] === next[0] && last[1] === next[1]) continue;
    if (last && before && isStraight(before, last, next)) points.pop();
    points.push(next);
  }
  return points;
}

function isStraight(a: readonly [number, number], b: readonly [number, number], c: readonly [number, number]): boolean {
  const [x1, y1, x2, y2] = [b[0] - a[0], b[1] - a[1], c[0] - b[0], c[1] - b[1]];
  return x1 * y2 === x2 * y1 && x1 * x2 + y1 * y2 > 0;
}

/** A ring of fewer than three corners has no area. */
function ringPath(points: Points, grid: number): string {
  const [first] = points;
  if (!first || new Set(points.map(String)).size < 3) return '';
  const size = (units: number): string => String(Math.round(units * grid * 10) / 10);
  let path = `M${size(first[0])} ${size(first[1])}`;
  let command = '';
  for (let at = 1; at < points.length; at++) {
    const [x = 0, y = 0] = points[at] ?? [];
    const [fromX = 0, fromY = 0] = points[at - 1] ?? [];
    const [across, down] = [size(x - fromX), size(y - fromY)];
    const wanted = down === '0' ? 'h' : across === '0' ? 'v' : 'l';
    const numbers = wanted === 'h' ? across : wanted === 'v' ? down : across + (down.startsWith('-') ? '' : ' ') + down;
    // A command that is the one before need not be written again; a minus parts numbers by itself.
    path += wanted === command ? (numbers.startsWith('-') ? '' : ' ') + numbers : wanted + numbers;
    command = wanted;
  }
  return `${path}z`;
}
