import { districtLabel } from '../divisions/index.js';
import type { Drawn } from './draw-outlines.js';
import { element, escapeText, hover, picture } from './svg.js';
import type { Tile } from './tiles.js';

/** How one area is drawn. */
export type AreaMark = {
  /** Its class in the stylesheet: `shade-3`, or `shade-few` for a number that is not told. */
  readonly className: string;
  /** What a pointer on it is told, behind its name. */
  readonly text: string;
  /** In a tile, below its short name. */
  readonly short?: string;
};

/** Draws districts, each in a class of its own. */
export function areaMap(
  drawn: Drawn,
  of: { readonly markOf: (division: string) => AreaMark; readonly name: string },
): string {
  const paths = [...drawn.paths].map(([division, d]) => {
    const { className, text } = of.markOf(division);
    return element('path', { class: className, d }, hover(`${districtLabel(division)}: ${text}`));
  });
  return picture({ width: drawn.width, height: drawn.height, name: of.name, className: 'outline-map' }, paths.join(''));
}

const SIZE = 60;
const GAP = 4;

/** Draws a square for each area, with names; small ones are without them and stand beside each other. */
export function areaTiles(
  tiles: readonly Tile[],
  of: { readonly markOf: (tile: Tile) => AreaMark; readonly name: string; readonly isSmall?: boolean },
): string {
  const marks = tiles.map((tile) => {
    const { className, text, short = '' } = of.markOf(tile);
    const [x, y] = [tile.column * (SIZE + GAP) + 1, tile.row * (SIZE + GAP) + 1];
    const square = element('rect', { class: className, x, y, width: SIZE, height: SIZE, rx: 6 });
    const told = hover(`${tile.name}: ${text}`);
    if (of.isSmall === true) return element('g', {}, told + square);
    const ink = className.replace('shade', 'ink');
    const name = element('text', { class: `tile-name ${ink}`, x: x + SIZE / 2, y: y + 27 }, escapeText(tile.short));
    const number = element('text', { class: `tile-count ${ink}`, x: x + SIZE / 2, y: y + 46 }, escapeText(short));
    return element('g', {}, told + square + name + (short === '' ? '' : number));
  });
  const ends = (places: readonly number[]): number => (Math.max(...places) + 1) * (SIZE + GAP) - GAP + 2;
  const size = { width: ends(tiles.map(({ column }) => column)), height: ends(tiles.map(({ row }) => row)) };
  const className = of.isSmall === true ? 'tiles tiles-small' : 'tiles';
  return picture({ ...size, name: of.name, className }, marks.join(''));
}
