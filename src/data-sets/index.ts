export {
  CAMPAIGN_LIST,
  type DataSet,
  type ImportOptions,
  type ImportReport,
  type ImportSource,
  type PeopleReport,
  type PreparedImport,
} from './data-set.js';
export { importFile, importOnce, type ImportResult, type ImportTools, type Provenance } from './import-file.js';
export { loadStarterData, type StarterSet } from './starter.js';
export { findImport, listDataSets, listLatestImports, listNewestImports, type ReportedImport } from './store.js';
export { readMappedTable } from './column-map.js';
export { readTable, rowFault, type TableRow } from './table.js';
export { addDataCommands } from './commands.js';
export type { PublicFile } from './public-file.js';
