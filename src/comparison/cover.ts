import { hide, SMALLEST_SHOWN, type Plane } from './plane.js';
import { arcsOf, cheapestPath, componentsOf, graphOf, loneEdges, reach, type Graph, type Path } from './residual.js';

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

/** Every so many cells of a table, from the first to before the end. */
type Line = { readonly first: number; readonly end: number; readonly step: number };

/** The rule of ten: what is left of a sum when all that is shown is taken away. */
function coverSums(plane: Plane, layer: number): boolean {
  const { rows, width, hidden } = plane;
  const sums = rows * width;
  let isNew = false;
  for (let row = 0; row <= rows; row++) {
    const line = { first: row * width, end: (row + 1) * width, step: 1 };
    if (!plane.isSumHidden(layer, row)) isNew = coverLine(plane, layer, line) || isNew;
  }
  for (let column = 0; column < width; column++) {
    if (hidden[sums + column] === 1) continue;
    isNew = coverLine(plane, layer, { first: column, end: sums, step: width }) || isNew;
  }
  return isNew;
}

function coverLine(plane: Plane, layer: number, line: Line): boolean {
  let isNew = false;
  for (;;) {
    const left = leftOf(plane, layer, line);
    if (left === 0 || left >= SMALLEST_SHOWN) return isNew;
    const next = smallestShown(plane, plane.people[layer] ?? new Float64Array(), line);
    if (next === undefined) return isNew;
    isNew = hide(plane, [next]) || isNew;
  }
}

function leftOf({ hidden, people }: Plane, layer: number, { first, end, step }: Line): number {
  const values = people[layer];
  let left = 0;
  for (let cell = first; cell < end; cell += step) if (hidden[cell] === 1) left += values?.[cell] ?? 0;
  return left;
}

/** The cheapest cell that is shown and holds somebody; of equals the first. */
function smallestShown(plane: Plane, values: Float64Array, { first, end, step }: Line): number | undefined {
  let best: number | undefined;
  for (let cell = first; cell < end; cell += step) {
    if (plane.hidden[cell] === 1 || (values[cell] ?? 0) <= 0) continue;
    if (best === undefined || (plane.costs[cell] ?? 0) < (plane.costs[best] ?? 0)) best = cell;
  }
  return best;
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
  const { rows } = plane;
  const open: number[] = [];
  for (let row = 0; row <= rows; row++) if (plane.isSumHidden(layer, row)) open.push(row);
  if (open.length < 2) return false;
  const sums = new Map(open.map((row) => [row, sumOfRow(plane, layer, row)]));
  const hub = open.reduce((best, row) => ((sums.get(row) ?? 0) > (sums.get(best) ?? 0) ? row : best));
  const graph = graphOf(plane, layer, { ways: 'none' });
  const labels = componentsOf(graph);
  let isNew = false;
  for (const row of open) {
    if (labels[row] === labels[hub]) continue;
    const isThere = (sums.get(row) ?? 0) > 0;
    // A group of nobody can only take, the sums of nobody only give.
    if (row < rows || isThere) isNew = openPath(plane, graph, { layer, from: row, to: hub }) || isNew;
    if (row === rows || isThere) isNew = openPath(plane, graph, { layer, from: hub, to: row }) || isNew;
  }
  return isNew;
}

function openPath(plane: Plane, graph: Graph, way: { layer: number; from: number; to: number }): boolean {
  if (reach(graph, way.from)[way.to] === 1) return false;
  const path = cheapestPath(plane, { ...way, without: -1 });
  return path !== undefined && hide(plane, path.cells);
}

function sumOfRow({ people, width }: Plane, layer: number, row: number): number {
  const values = people[layer];
  let sum = 0;
  for (let cell = row * width; cell < (row + 1) * width; cell++) sum += values?.[cell] ?? 0;
  return sum;
}
