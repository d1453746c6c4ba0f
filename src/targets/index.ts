export { missingData } from './availability.js';
export { createTargetFinder, type Finding, type FoundCandidate, type TargetFinder, type Whereabouts } from './find.js';
export { asksForPlace, targetRuleSchema, type TargetRule } from './rule.js';
export { districtOf, type Target } from './target.js';
export { lookupAnswer } from './lookup-answer.js';
export { lookupApi, lookupRoutes } from './routes.js';
export { addLookupCommand } from './commands.js';
