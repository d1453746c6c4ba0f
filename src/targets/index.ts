export { missingData } from './availability.js';
export {
  createTargetFinder,
  type Exclusion,
  type Finding,
  type FoundCandidate,
  type TargetFinder,
  type Whereabouts,
} from './find.js';
export { conditionSchema } from './condition.js';
export { partyKey } from './narrow.js';
export { positionWords, type Position } from './position.js';
export { asksForPlace, ruleOf, stepsOf, targetRuleSchema, type TargetRule, type WrittenRule } from './rule.js';
export { mayAddress } from './may-address.js';
export { districtOf, type Target } from './target.js';
export { lookupAnswer } from './lookup-answer.js';
export { lookupApi, lookupRoutes } from './routes.js';
export { addLookupCommand } from './commands.js';
export type { Exacter } from './settle.js';
