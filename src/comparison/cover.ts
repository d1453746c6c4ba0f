import { hide, SMALLEST_SHOWN, smallestShown, type Plane } from './plane.js';
import { arcsOf, cheapestPath, graphOf, loneEdges, reach, type Graph, type Path } from './residual.js';

/**
 * Hides more cells of a plane until no number over 0 of a hidden cell can be worked out from what is shown:
 *
 * - the hidden cells of a line whose sum is shown hold ten people or more
 * - each hidden cell can be one more or one less while every number that is shown stays as it is
 * - rows whose sum is hidden can give people to each other within the table
 */
export function cover(plane: Plane): void {
  let isNew = true;
  while (isNew) {
    isNew = false;
    for (const layer of plane.people.keys()) isNew = coverSums(plane, layer) || isNew;
    for (const layer of plane.layers.keys()) isNew = coverCells(plane, layer) || isNew;
    isNew = coverWhole(plane) || isNew;
    for (const layer of plane.layers.keys()) isNew = linkRows(plane, layer) || isNew;
  }
}

/** The rule of ten: what is left of a sum when all that is shown is taken away. */
function coverSums(plane: Plane, layer: number): boolean {
  const { rows, width, hidden } = plane;
  let isNew = false;
  const coverLine = (cells: readonly number[], last?: number): void => {
    const values = plane.people[layer] ?? new Float64Array();
    const left = (): number => cells.reduce((sum, cell) => sum + (hidden[cell] === 1 ? (values[cell] ?? 0) : 0), 0);
    while (left() > 0 && left() < SMALLEST_SHOWN) {
      const next = smallestShown(plane, cells, values) ?? last;
      if (next === undefined || !hide(plane, [next])) return;
      isNew = true;
      if (next === last) return;
    }
  };
  for (let row = 0; row <= rows; row++) {
    if (plane.isSumHidden(layer, row)) continue;
    coverLine(Array.from({ length: width }, (_, column) => row * width + column));
  }
  for (let column = 0; column < width; column++) {
    const sum = rows * width + column;
    if (hidden[sum] === 1) continue;
    coverLine(
      Array.from({ length: rows }, (_, row) => row * width + column),
      sum,
    );
  }
  return isNew;
}

function coverCells(plane: Plane, layer: number): boolean {
  const { values, needs } = plane.layers[layer] ?? {};
  const first = graphOf(plane, layer);
  const lone = loneEdges(first)
    .map((edge) => first.cells[edge] ?? -1)
    .filter((cell) => cell >= 0 && (values?.[cell] ?? 0) > 0 && needs?.[cell] !== 0);
  let graph = first;
  let isNew = false;
  for (const cell of lone) {
    const circle = openCircle(plane, graph, { layer, cell });
    if (!circle || !hide(plane, circle.cells)) continue;
    graph = graphOf(plane, layer);
    isNew = true;
  }
  return isNew;
}

/**
 * The sum over all layers is published too: each hidden cell must lie on a circle in one of them that does not take from
 * another what it gives.
 */
function coverWhole(plane: Plane): boolean {
  const whole = plane.people.at(-1);
  if (!whole || plane.people.length === plane.layers.length) return false;
  const graphs = plane.layers.map((_, layer) => graphOf(plane, layer, { ways: 'whole' }));
  const covered = new Uint8Array(plane.hidden.length);
  for (const graph of graphs) markCircled(graph, covered);
  let isNew = false;
  for (const [cell, isHidden] of plane.hidden.entries()) {
    if (isHidden === 0 || covered[cell] === 1 || (whole[cell] ?? 0) <= 0) continue;
    let best: Path | undefined;
    for (const [layer, graph] of graphs.entries())
      if ((plane.layers[layer]?.values[cell] ?? 0) > 0) best = cheaper(best, openCircle(plane, graph, { layer, cell }));
    if (!best || !hide(plane, best.cells)) continue;
    for (const layer of graphs.keys()) graphs[layer] = graphOf(plane, layer, { ways: 'whole' });
    isNew = true;
  }
  return isNew;
}

function markCircled(graph: Graph, covered: Uint8Array): void {
  const lone = new Set(loneEdges(graph));
  for (const [edge, cell] of graph.cells.entries()) if (cell >= 0 && !lone.has(edge)) covered[cell] = 1;
}

const NOTHING: Path = { costs: 0, cells: [] };

/** What else is to be hidden so that a cell lies on a circle; undefined where nothing helps. */
function openCircle(
  plane: Plane,
  graph: Graph,
  { layer, cell }: { readonly layer: number; readonly cell: number },
): Path | undefined {
  const [row, column] = [Math.floor(cell / plane.width), plane.rows + 1 + (cell % plane.width)];
  const edge = graph.at[row]?.find((one) => graph.cells[one] === cell) ?? -1;
  const [canGoThere, canGoBack] = arcsOf(plane, layer, cell);
  if (canGoThere && reach(graph, column, edge)[row] === 1) return NOTHING;
  if (canGoBack && reach(graph, row, edge)[column] === 1) return NOTHING;
  return cheaper(
    canGoThere ? cheapestPath(plane, { layer, from: column, to: row, without: cell }) : undefined,
    canGoBack ? cheapestPath(plane, { layer, from: row, to: column, without: cell }) : undefined,
  );
}

function cheaper(one: Path | undefined, other: Path | undefined): Path | undefined {
  return one && other ? (other.costs < one.costs ? other : one) : (one ?? other);
}

/** Lets rows whose sums are hidden give people to each other, so that the sums can be others than they are. */
function linkRows(plane: Plane, layer: number): boolean {
  const { rows, width } = plane;
  const values = plane.people[layer] ?? new Float64Array();
  const sumOf = (row: number): number => values.subarray(row * width, (row + 1) * width).reduce((a, b) => a + b, 0);
  const open = Array.from({ length: rows + 1 }, (_, row) => row).filter((row) => plane.isSumHidden(layer, row));
  if (open.length < 2) return false;
  const sums = new Map(open.map((row) => [row, sumOf(row)]));
  const hub = open.reduce((best, row) => ((sums.get(row) ?? 0) > (sums.get(best) ?? 0) ? row : best));
  const graph = graphOf(plane, layer, { ways: 'none' });
  let isNew = false;
  for (const row of open) {
    if (row === hub) continue;
    const [canRise, canFall] = row === rows ? [(sums.get(row) ?? 0) > 0, true] : [true, (sums.get(row) ?? 0) > 0];
    for (const [from, to] of [...(canRise ? [[row, hub]] : []), ...(canFall ? [[hub, row]] : [])] as [
      number,
      number,
    ][]) {
      if (reach(graph, from)[to] === 1) continue;
      const path = cheapestPath(plane, { layer, from, to, without: -1 });
      if (path) isNew = hide(plane, path.cells) || isNew;
    }
  }
  return isNew;
}
