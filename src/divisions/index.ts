export {
  congressionalDistrict,
  countryOf,
  districtLabel,
  divisionName,
  isDivisionId,
  layerOf,
  ordinal,
  type DivisionId,
  type Layer,
} from './division.js';
export { legislativeDistrict } from './legislative-district.js';
export { createPlaces, type Places } from './find-place.js';
export { createGeocoding, type Geocoding } from './geocoders/geocoding.js';
export type { Address } from './geocoders/address.js';
export type { Geocoded, Located } from './geocoders/judge.js';
export { geocodersText, parseGeocoders, type GeocoderSetting } from './geocoders/setting.js';
export { zipDistricts } from './import-zip-districts.js';
export { zipPoints } from './import-zip-points.js';
export { districts, readOutlines, type Outline, type Point } from './maps/index.js';
export { countryDivision, divisionsOf, narrowPlace, settledBy, type Place } from './place.js';
export { parsePostalCode, postalCodeFault, postalCodeWords, type Country } from './postal-code.js';
export { starterZips } from './starter-zips.js';
export { timeZoneOf } from './time-zones.js';
export { ukConstituency } from './uk.js';
export { findUsState, usStateOf, usStates, type UsState } from './us-states.js';
