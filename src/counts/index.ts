export { checkCounts, type CheckResult, type Difference } from './check.js';
export { compareVariants, type Pair, type TestResult } from './compare-variants.js';
export { type CampaignCounts, type Change, type Changes, type LetterCount, sumTerms } from './counts.js';
export { type Estimate, newcombe, type Share, wilson } from './proportion.js';
export { countDivisions } from './store-divisions.js';
export {
  type DayCount,
  type DivisionCount,
  type HourCount,
  MOST_ROWS,
  type OfficeCount,
  readDays,
  readDivisions,
  readDivisionsOf,
  readHours,
  readLayers,
  readOffices,
  readReferrers,
  readSources,
  readVariants,
  type ReferrerCount,
  type SourceCount,
  type VariantCount,
} from './store-dashboard.js';
export { type CampaignFigures, readFigures } from './store-overview.js';
export { postalArea } from './places.js';
export { listDailyActions, type OfficeCounts, readOfficeCounts } from './store-offices.js';
export { isCountedSql, rootSql } from './store-recount.js';
export { readSourcesOf } from './store-sources.js';
export { readPlaces } from './store-places.js';
export { rootOf, sharedSource, sourceOfLink, sourcePattern, withSubCode } from './source.js';
export { addActionCounts, addCounts, addLetterCounts, readCounts, readStates } from './store.js';
export { definitions, type DeliveryState, deliveryStates, type Term, termOfState } from './terms.js';
export { createViewCounter, OTHER, type View, type ViewCounter } from './view-counter.js';
export { addCountsCommands } from './commands.js';
