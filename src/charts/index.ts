export { classesOf, type Classes } from './classes.js';
export { columnChart, type Column } from './columns.js';
export { drawMap } from './draw-map.js';
export { drawTiles } from './draw-tiles.js';
export { createMaps, type Maps } from './maps.js';
export { sparkline } from './sparkline.js';
export { stackedBar } from './stacked-bar.js';
export { element, escapeText, hover, picture } from './svg.js';
export { nationTiles, stateTiles, type Tile } from './tiles.js';
