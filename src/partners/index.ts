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
export { KEY_PURPOSE, personKeys } from './key.js';
export { startCoalition, type CoalitionStart, type StartTools } from './start-coalition.js';
export { askForRecount, insertAcceptance, insertAgreement, insertCampaign, insertPartner } from './store-changes.js';
export { touchCoalitions } from './store-coalitions.js';
export {
  checkDeclared,
  declaredKinds,
  overlapping,
  type DeclaredContent,
  type DeclaredEntry,
  type DeclaredKind,
  type DeclaredRules,
  type TypedDeclared,
} from './declared.js';
export {
  changeDeclared,
  declare,
  getDeclared,
  listDeclared,
  questionDeclared,
  withdrawDeclared,
  type Declared,
} from './declared-numbers.js';
export { listCounting, listEntries, listVersions, type DeclaredVersion } from './store-declared.js';
export { FEWEST_SHOWN, reachedMarks, type CoalitionMilestone } from './coalition-milestone.js';
export {
  agreeToMilestone,
  changeRecorded,
  getRecorded,
  listCoalitionMilestones,
  mayChange,
  recordMilestone,
  removeRecorded,
  type CoalitionMilestoneTools,
  type ShownMilestone,
} from './coalition-milestones.js';
export { readNumbers, type CoalitionNumbers, type CountPeople, type NumberTools } from './coalition-numbers.js';
export { wantsDigest } from './digest-choice.js';
export { digestRoutes } from './digest-routes.js';
export { keepDigests, sendDigests, type DigestTools } from './digests.js';
export { digestWeek } from './digest-week.js';
export { putChoice } from './store-digests.js';
