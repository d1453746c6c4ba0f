export { checkCounts, type CheckResult, type Difference } from './check.js';
export { compareVariants, type Pair, type TestResult } from './compare-variants.js';
export { sumTerms, type CampaignCounts, type Change, type Changes, type LetterCount } from './counts.js';
export { newcombe, wilson, type Estimate, type Share } from './proportion.js';
export { countDivisions } from './store-divisions.js';
export {
  MOST_ROWS,
  readDays,
  readDivisions,
  readDivisionsOf,
  readHours,
  readLayers,
  readOffices,
  readReferrers,
  readSources,
  readVariants,
  type DayCount,
  type DivisionCount,
  type HourCount,
  type OfficeCount,
  type ReferrerCount,
  type SourceCount,
  type VariantCount,
} from './store-dashboard.js';
export { readFigures, type CampaignFigures } from './store-overview.js';
export { postalArea } from './places.js';
export { listDailyActions, readOfficeCounts, type OfficeCounts } from './store-offices.js';
export { rootSql } from './store-recount.js';
export { readPlaces } from './store-places.js';
export { rootOf, sourcePattern } from './source.js';
export { addActionCounts, addCounts, addLetterCounts, readCounts, readStates } from './store.js';
export { definitions, deliveryStates, termOfState, type DeliveryState, type Term } from './terms.js';
export { createViewCounter, OTHER, type View, type ViewCounter } from './view-counter.js';
export { addCountsCommands } from './commands.js';
