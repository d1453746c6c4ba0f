export { checkCounts, type CheckResult, type Difference } from './check.js';
export type { ActionCount, CampaignCounts, LetterChange, LetterCount } from './counts.js';
export { addActionCounts, addLetterCounts, readCounts, readStates } from './store.js';
export { definitions, deliveryStates, termOfState, type DeliveryState, type Term } from './terms.js';
export { addCountsCommands } from './commands.js';
