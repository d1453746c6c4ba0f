import type { ImportSource } from './data-sets/index.js';
import { districts, zipDistricts, zipPoints } from './divisions/index.js';
import {
  congressCommittees,
  congressLegislators,
  congressOffices,
  contactForms,
  officialsList,
  openstatesCommittees,
  openstatesPeople,
  ukMps,
} from './offices/index.js';

/** What `data import` and `data update` can read, in the order in which it is listed. */
export const importSources: readonly ImportSource[] = [
  congressLegislators,
  congressCommittees,
  congressOffices,
  contactForms,
  openstatesPeople,
  openstatesCommittees,
  ukMps,
  districts,
  zipDistricts,
  zipPoints,
  officialsList,
];
