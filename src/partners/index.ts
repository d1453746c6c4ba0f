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
  boxPattern,
  createPartnerBoxes,
  type ListedBox,
  type Offer,
  type PartnerBox,
  type PartnerBoxes,
} from './partner-boxes.js';
export {
  closedBecause,
  exportPeople,
  exportStopped,
  PEOPLE_COLUMNS,
  refuseClosed,
  refuseGone,
  stoppedAmong,
  type FileCount,
  type PeopleFileTools,
  type Whose,
} from './export-people.js';
export { listConsentsToPartners, type ConsentToPartner } from './store-consents.js';
export { findStanding, listNewest, readAgreed, type Agreed, type DayAgreed } from './store-people.js';
export { withdraw, type WithdrawWish } from './withdraw.js';
