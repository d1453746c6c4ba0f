export { addDataKeyCommands, addPeopleCommands, EXPORTED } from './commands.js';
export { correctSupporter } from './correct.js';
export { readStored, rewriteAll } from './data-keys.js';
export { eraseSupporter, erasureDigest, finishErasures, type Erased, type EraseTools } from './erase.js';
export { EXPORT_COLUMNS, exportedText, exportName, exportOptedIn, type Exported } from './export.js';
export { exportPerson, type PersonExportTools } from './export-person.js';
export { eraseDue, keepPeriods } from './keep.js';
export { keptData, type KeptData } from './kept-data.js';
export { getSupporter, loadPerson, type Person, type Who } from './person.js';
export {
  daysOf,
  DEFAULT_DAYS,
  KINDS,
  LONGEST_DAYS,
  readPeriods,
  SHORTEST,
  typedPeriods,
  type PeriodKind,
} from './periods.js';
export { estimatePeriods, type Estimate } from './retention.js';
export { cursorText, LOOKED_THROUGH, readCursor, searchPeople } from './search.js';
export { listErasuresOf, type Erasure } from './store-erasures.js';
export {
  getPeopleSettings,
  listAllSettings,
  updatePeriods,
  type PeopleSettings,
  type Periods,
} from './store-organization.js';
export { findRun, type Run } from './store-runs.js';
export type { FoundPerson, PeopleQuery } from './store-search.js';
