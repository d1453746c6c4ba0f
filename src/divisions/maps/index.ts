export type { Point } from './district-index.js';
export { districts } from './import-districts.js';
export { createDistrictMaps, type DistrictMaps, type Located } from './maps.js';
export { readOutlines, type Outline } from './outlines.js';
