export { missingData } from './availability.js';
export {
  createTargetFinder,
  type Exclusion,
  type Finding,
  type FoundCandidate,
  type TargetFinder,
  type Whereabouts,
} from './find.js';
export { bodiesOf, everyoneOf, type Everyone } from './everyone.js';
export { conditionSchema } from './condition.js';
export { partyKey } from './narrow.js';
export type { Position } from './position.js';
export { positionEffects } from './position-effects.js';
export { asksForPlace, ruleOf, stepsOf, targetRuleSchema, type TargetRule } from './rule.js';
export { mayAddress } from './may-address.js';
export { describeRule } from './describe-rule.js';
export { placeIn, whereaboutsOf } from './ask.js';
export { districtOf, type Target } from './target.js';
export { lookupAnswer } from './lookup-answer.js';
export { lookupApi, lookupRoutes } from './routes.js';
export { addLookupCommand } from './commands.js';
export type { Exacter } from './settle.js';
