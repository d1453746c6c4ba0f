import { element, hover, picture } from './svg.js';
import { compact, plain } from '../platform/number-text.js';
import type { Classes } from './classes.js';
import type { Tile } from './tiles.js';

const SIZE = 60;
const GAP = 4;

/** Draws a square for each area with its short name and number. */
export function drawTiles(
  tiles: readonly Tile[],
  of: { readonly countOf: (tile: Tile) => number; readonly classes: Classes; readonly name: string },
): string {
  const [columns, rows] = [
    Math.max(...tiles.map(({ column }) => column)) + 1,
    Math.max(...tiles.map(({ row }) => row)) + 1,
  ];
  const marks = tiles.map((tile) => {
    const count = of.countOf(tile);
    const shade = of.classes.of(count);
    const [x, y] = [tile.column * (SIZE + GAP) + 1, tile.row * (SIZE + GAP) + 1];
    const ink = `ink-${shade}`;
    const square = element('rect', { class: `shade-${shade}`, x, y, width: SIZE, height: SIZE, rx: 6 });
    const short = element('text', { class: `tile-name ${ink}`, x: x + SIZE / 2, y: y + 27 }, tile.short);
    const number = element('text', { class: `tile-count ${ink}`, x: x + SIZE / 2, y: y + 46 }, compact(count));
    const told = hover(`${tile.name}: ${plain(count)}`);
    return element('g', {}, told + square + short + (count > 0 ? number : ''));
  });
  const size = { width: columns * (SIZE + GAP) - GAP + 2, height: rows * (SIZE + GAP) - GAP + 2 };
  return picture({ ...size, name: of.name, className: 'tiles' }, marks.join(''));
}
