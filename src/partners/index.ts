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
export { checkPeople, peopleDifferenceText, type PeopleDifference } from './check-people.js';
export { countPeople, countSome, keepCountingPeople, type PeopleTools } from './count-people.js';
export { forgetPeople } from './forget-people.js';
export { isPartner, NO_SOURCE, OTHER_LINKS } from './group.js';
export { KEY_PURPOSE, personKeys } from './key.js';
export { startCoalition, type CoalitionStart, type StartTools } from './start-coalition.js';
export { askForRecount, insertAcceptance, insertAgreement, insertCampaign, insertPartner } from './store-changes.js';
export { touchCoalitions } from './store-coalitions.js';
export { noteActions } from './store-inbox.js';
export { groupSql, readProgress, readReach, type CountProgress, type Reach } from './store-reach.js';
