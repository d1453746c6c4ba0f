import { NOUGHT_COSTS, type Plane, type Way } from './plane.js';

/**
 * A layer of a plane as a graph: rows and columns are its nodes, cells its edges. People can be moved in a circle without
 * changing any sum: one more in a cell, one less in the next of the same row or column, and so on. An edge leads from row to
 * column where one more would do, and back where one less would; in the row of sums the other way round.
 */
export type Graph = {
  readonly nodes: number;
  readonly from: number[];
  readonly to: number[];
  /** -1: a way outside the table. */
  readonly cells: number[];
  readonly isThere: boolean[];
  readonly isBack: boolean[];
  /** The edges of each node. */
  readonly at: number[][];
};

/** The hidden cells of a layer, without a node, with all ways, only those by which the sum of all layers changes, or none. */
export function graphOf(
  plane: Plane,
  layer: number,
  { without = -1, ways = 'all' }: { readonly without?: number; readonly ways?: 'all' | 'whole' | 'none' } = {},
): Graph {
  const { rows, width, hidden } = plane;
  const graph = emptyGraph(rows + 1 + width);
  for (let cell = 0; cell < hidden.length; cell++) {
    if (hidden[cell] !== 1) continue;
    const row = Math.floor(cell / width);
    const column = rows + 1 + (cell % width);
    if (row === without || column === without) continue;
    const [isThere, isBack] = arcsOf(plane, layer, cell);
    addEdge(graph, { from: row, to: column, cell, isThere, isBack });
  }
  for (const way of plane.ways(layer))
    if (ways === 'all' || (ways === 'whole' && way.isWhole)) addWay(graph, way, rows);
  return graph;
}

function emptyGraph(nodes: number): Graph & { nodes: number } {
  return { nodes, from: [], to: [], cells: [], isThere: [], isBack: [], at: Array.from({ length: nodes }, () => []) };
}

type Edge = { from: number; to: number; cell: number; isThere: boolean; isBack: boolean };

function addEdge(graph: Graph, edge: Edge): void {
  const index = graph.from.length;
  graph.from.push(edge.from);
  graph.to.push(edge.to);
  graph.cells.push(edge.cell);
  graph.isThere.push(edge.isThere);
  graph.isBack.push(edge.isBack);
  graph.at[edge.from]?.push(index);
  graph.at[edge.to]?.push(index);
}

function addWay(graph: Graph & { nodes: number }, { labels, values }: Way, sums: number): void {
  const nodes = new Map<number, number>();
  for (const [row, label] of labels.entries()) {
    if (label < 0) continue;
    const node = nodes.get(label) ?? graph.nodes++;
    if (!nodes.has(label)) graph.at.push([]);
    nodes.set(label, node);
    const falls = (values[row] ?? 0) > 0;
    const isSum = row === sums;
    addEdge(graph, { from: row, to: node, cell: -1, isThere: !isSum || falls, isBack: isSum || falls });
  }
}

/** Whether an edge may be walked from row to column, and back. */
export function arcsOf(plane: Plane, layer: number, cell: number): readonly [boolean, boolean] {
  const { values, rises } = plane.layers[layer] ?? {};
  const [canRise, canFall] = [rises?.[cell] !== 0, (values?.[cell] ?? 0) > 0];
  return cell >= plane.rows * plane.width ? [canFall, canRise] : [canRise, canFall];
}

/** The edges that lie on no circle of edges that may be walked both ways (R. E. Tarjan, 1974), and those of one way. */
export function loneEdges(graph: Graph): number[] {
  const { from, to, isThere, isBack, at, nodes } = graph;
  const isTwoWay = (edge: number): boolean => isThere[edge] === true && isBack[edge] === true;
  const lone = from.map((_, edge) => edge).filter((edge) => !isTwoWay(edge));
  const order = new Int32Array(nodes).fill(-1);
  const low = new Int32Array(nodes);
  let time = 0;
  for (let root = 0; root < nodes; root++) {
    if (order[root] !== -1) continue;
    const path: { node: number; by: number; next: number }[] = [{ node: root, by: -1, next: 0 }];
    order[root] = low[root] = time++;
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const edge = at[top.node]?.[top.next++];
      if (edge === undefined) {
        path.pop();
        const above = path.at(-1);
        if (!above) continue;
        low[above.node] = Math.min(low[above.node] ?? 0, low[top.node] ?? 0);
        if ((low[top.node] ?? 0) > (order[above.node] ?? 0)) lone.push(top.by);
        continue;
      }
      if (edge === top.by || !isTwoWay(edge)) continue;
      const node = (from[edge] === top.node ? to[edge] : from[edge]) ?? 0;
      if (order[node] === -1) {
        order[node] = low[node] = time++;
        path.push({ node, by: edge, next: 0 });
      } else low[top.node] = Math.min(low[top.node] ?? 0, order[node] ?? 0);
    }
  }
  return lone;
}

/** The nodes that can be walked to, without one of the edges. */
export function reach(graph: Graph, start: number, without = -1): Uint8Array {
  const seen = new Uint8Array(graph.nodes);
  const open = [start];
  seen[start] = 1;
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const edge of graph.at[node] ?? []) {
      const isFrom = graph.from[edge] === node;
      if (edge === without || (isFrom ? !graph.isThere[edge] : !graph.isBack[edge])) continue;
      const next = (isFrom ? graph.to[edge] : graph.from[edge]) ?? 0;
      if (seen[next] === 1) continue;
      seen[next] = 1;
      open.push(next);
    }
  }
  return seen;
}

/** For each node, which other nodes hang together with it by edges that may be walked both ways. */
export function componentsOf(graph: Graph): Int32Array {
  const labels = new Int32Array(graph.nodes).fill(-1);
  for (let root = 0; root < graph.nodes; root++) {
    if (labels[root] !== -1) continue;
    const open = [root];
    labels[root] = root;
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      for (const edge of graph.at[node] ?? []) {
        if (!graph.isThere[edge] || !graph.isBack[edge]) continue;
        const next = (graph.from[edge] === node ? graph.to[edge] : graph.from[edge]) ?? 0;
        if (labels[next] !== -1) continue;
        labels[next] = root;
        open.push(next);
      }
    }
  }
  return labels;
}

export type Path = { readonly costs: number; readonly cells: readonly number[] };

/**
 * The cheapest path from one node to another (E. W. Dijkstra, 1959) by cells that are hidden, which is free, or that are then
 * to be hidden; undefined where there is none. Shortest paths to protect cells: J. Castro, EJOR 171 (2006).
 */
export function cheapestPath(
  plane: Plane,
  { layer, from, to, without }: { layer: number; from: number; to: number; without: number },
): Path | undefined {
  const { rows, width } = plane;
  const nodes = rows + 1 + width;
  const costs = new Float64Array(nodes).fill(Infinity);
  const by = new Int32Array(nodes).fill(-1);
  const done = new Uint8Array(nodes);
  costs[from] = 0;
  for (;;) {
    let node = -1;
    for (let one = 0; one < nodes; one++)
      if (done[one] === 0 && costs[one] !== Infinity && (node < 0 || (costs[one] ?? 0) < (costs[node] ?? 0)))
        node = one;
    if (node < 0) return undefined;
    if (node === to) return { costs: costs[to] ?? 0, cells: walkBack(plane, by, to) };
    done[node] = 1;
    const isRow = node <= rows;
    for (let other = isRow ? rows + 1 : 0; other < (isRow ? nodes : rows + 1); other++) {
      const cell = isRow ? node * width + other - rows - 1 : other * width + node - rows - 1;
      if (cell === without || !arcsOf(plane, layer, cell)[isRow ? 0 : 1]) continue;
      const price = (costs[node] ?? 0) + priceOf(plane, layer, cell);
      if (price >= (costs[other] ?? 0)) continue;
      costs[other] = price;
      by[other] = cell;
    }
  }
}

function priceOf(plane: Plane, layer: number, cell: number): number {
  if (plane.hidden[cell] === 1) return 0;
  const isNought = (plane.layers[layer]?.values[cell] ?? 0) <= 0;
  return (plane.costs[cell] ?? 0) + (isNought ? NOUGHT_COSTS : 0);
}

function walkBack({ rows, width }: Plane, by: Int32Array, to: number): number[] {
  const cells: number[] = [];
  for (let node = to, cell = by[node] ?? -1; cell >= 0; cell = by[node] ?? -1) {
    cells.push(cell);
    const [row, column] = [Math.floor(cell / width), rows + 1 + (cell % width)];
    node = node === row ? column : row;
  }
  return cells;
}
