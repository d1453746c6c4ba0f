export {
  partnerCodePattern,
  partnerOf,
  SHARING,
  takesPart,
  type Agreement,
  type Coalition,
  type Partner,
  type PartnerPage,
  type PartnerState,
  type Sharing,
} from './coalition.js';
export { createCoalitions, type Coalitions } from './coalitions.js';
export { isPartner, NO_SOURCE, OTHER_LINKS } from './group.js';
export { KEY_PURPOSE, personKeys } from './key.js';
export { startCoalition, type CoalitionStart, type StartTools } from './start-coalition.js';
export { askForRecount, insertAcceptance, insertAgreement, insertCampaign, insertPartner } from './store-changes.js';
export { touchCoalitions } from './store-coalitions.js';
export { groupSql, readProgress, readReach, type CountProgress, type Reach } from './store-reach.js';
export {
  checkDeclared,
  declaredKinds,
  overlappingDeclared,
  type DeclaredContent,
  type DeclaredEntry,
  type DeclaredKind,
  type DeclaredRules,
  type TypedDeclared,
} from './declared.js';
export {
  changeDeclared,
  enterDeclared,
  getDeclared,
  listDeclared,
  questionDeclared,
  withdrawDeclared,
  type Declared,
} from './declared-numbers.js';
export {
  listCountingDeclared,
  listDeclaredEntries,
  listDeclaredVersions,
  type DeclaredVersion,
} from './store-declared.js';
export { FEWEST_SHOWN, reachedMarks, type CoalitionMilestone } from './coalition-milestone.js';
export {
  publishCoalitionMilestone,
  changeCoalitionMilestone,
  getCoalitionMilestone,
  listCoalitionMilestones,
  mayChangeMilestone,
  addCoalitionMilestone,
  removeCoalitionMilestone,
  type CoalitionMilestoneTools,
  type ShownMilestone,
} from './coalition-milestones.js';
export { readNumbers, type CoalitionNumbers } from './coalition-numbers.js';
export { wantsDigest } from './digest-choice.js';
export { digestRoutes } from './digest-routes.js';
export { keepDigests, sendDigests, type DigestTools } from './digests.js';
export { digestWeek } from './digest-week.js';
export { putChoice } from './store-digests.js';
