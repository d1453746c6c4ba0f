export type { Point } from './district-index.js';
export { districts } from './import-districts.js';
export { createDistrictMaps, NEAR_LINE_METRES, type DistrictMaps, type Located } from './maps.js';
