export {
  type Coalition,
  type Partner,
  partnerCodePattern,
  partnerOf,
  SHARING,
  type Sharing,
  takesPart,
} from './coalition.js';
export { type Coalitions, createCoalitions } from './coalitions.js';
export { checkPeople, peopleDifferenceText } from './check-people.js';
export { countPeople, countSome, keepCountingPeople, type PeopleTools } from './count-people.js';
export { forgetPeople } from './forget-people.js';
export { type CoalitionKeys, KEY_PURPOSE, keysOf, personKeys, sharedSecret } from './key.js';
export { NO_SOURCE, OTHER_LINKS } from './group.js';
export { startCoalition } from './start-coalition.js';
export {
  askForRecount,
  insertAcceptance,
  insertAgreement,
  insertCampaign,
  insertCoalition,
  insertPartner,
} from './store-changes.js';
export { touchCoalitions } from './store-coalitions.js';
export {
  agreementText,
  coalitionSettingsSchema,
  newCoalitionSchema,
  partnerFactsSchema,
  readField,
  readForm,
  reasonText,
  sharingSchema,
} from './coalition-form.js';
export { answerNews, newAgreementNews, type NewsTools, removedNews, tellOwnersLater } from './coalition-mails.js';
export { addCampaign, changeSettings, publishAgreement, removeCampaign } from './change-coalition.js';
export { coalitionDoors } from './invitation-doors.js';
export { invitationLink, invitationPath } from './invitation-link.js';
export {
  addresseeOf,
  invitePartner,
  type InviteTools,
  namePartner,
  renamePartner,
  withdrawInvitation,
} from './invite-partner.js';
export { acceptAgreement } from './join-coalition.js';
export { endCoalition, handLead, leaveCoalition, removePartner } from './leave-coalition.js';
export { openCoalition, openSeat } from './open-coalition.js';
export { linesOfParagraphs, paragraphsOf } from './paragraphs.js';
export { codeFaults, nameFaults } from './partner-code.js';
export { SHARING_WORDS } from './sharing-words.js';
export { type CoalitionInvitation, lastInvitations, listInvitationsTo } from './store-invitations.js';
export { listLeftReasons, updatePartnerFacts } from './store-partners.js';
export { type AgreementVersion, countWaitingPages, listAcceptances, listAgreementVersions } from './store-settings.js';
export { noteActions } from './store-inbox.js';
export { type CountProgress, groupSql, type Reach, readProgress, readReach } from './store-reach.js';
export { accentContrast, inkOn, MIN_CONTRAST, readableAccent } from './accent.js';
export { type Logo, MAX_LOGO_BYTES, MAX_LOGO_PIXELS, readLogo } from './logo.js';
export { partnerPageRoutes } from './page-routes.js';
export {
  MAX_INTRO,
  MAX_OPT_IN,
  pageFaults,
  type PageState,
  type PageVersion,
  tidyPage,
  type TypedPage,
} from './page-version.js';
export { decidePage, needsApproval, type PageDecision, savePage, type WantedPartnerPage } from './save-page.js';
export { createFindPagePartner, pagePartnerOf } from './show-page.js';
export { findLogo, insertLogo } from './store-logos.js';
export { listPageVersions, listWaitingPages } from './store-pages.js';
export {
  closedBecause,
  exportPeople,
  exportStopped,
  type FileCount,
  PEOPLE_COLUMNS,
  type PeopleFileTools,
  refuseClosed,
  refuseGone,
  stoppedAmong,
} from './export-people.js';
export { type ConsentToPartner, disownConsents, listConsentsToPartners, redateWithdrawal } from './store-consents.js';
export { type Agreed, type DayAgreed, findStanding, listNewest, readAgreed } from './store-agreed.js';
export { withdraw } from './withdraw.js';
export { boxPattern, createPartnerBoxes, type Offer, type PartnerBox, type PartnerBoxes } from './partner-boxes.js';
export {
  checkDeclared,
  type DeclaredContent,
  type DeclaredEntry,
  type DeclaredKind,
  declaredKinds,
  type DeclaredRules,
  overlappingDeclared,
  type TypedDeclared,
} from './declared.js';
export {
  changeDeclared,
  type Declared,
  enterDeclared,
  getDeclared,
  listDeclared,
  questionDeclared,
  withdrawDeclared,
} from './declared-numbers.js';
export {
  type DeclaredVersion,
  listCountingDeclared,
  listDeclaredEntries,
  listDeclaredVersions,
} from './store-declared.js';
export { FEWEST_SHOWN, reachedMarks } from './coalition-milestone.js';
export {
  addCoalitionMilestone,
  changeCoalitionMilestone,
  type CoalitionMilestoneTools,
  getCoalitionMilestone,
  listCoalitionMilestones,
  mayChangeMilestone,
  publishCoalitionMilestone,
  removeCoalitionMilestone,
  type ShownMilestone,
} from './coalition-milestones.js';
export { type CoalitionNumbers, readNumbers } from './coalition-numbers.js';
export { wantsDigest } from './digest-choice.js';
export { digestRoutes } from './digest-routes.js';
export { keepDigests, sendDigests } from './digests.js';
export { digestWeek } from './digest-week.js';
export { putChoice } from './store-digests.js';
