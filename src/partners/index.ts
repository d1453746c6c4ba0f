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
  agreementText,
  coalitionSettingsSchema,
  newCoalitionSchema,
  partnerFactsSchema,
  readField,
  readForm,
  reasonText,
  sharingSchema,
} from './coalition-form.js';
export { answerNews, newAgreementNews, removedNews, tellOwnersLater, type NewsTools } from './coalition-mails.js';
export { addCampaign, changeSettings, publishAgreement, removeCampaign } from './change-coalition.js';
export { coalitionDoors } from './invitation-doors.js';
export { invitationLink, invitationPath } from './invitation-link.js';
export {
  addresseeOf,
  invitePartner,
  namePartner,
  renamePartner,
  withdrawInvitation,
  type InviteTools,
} from './invite-partner.js';
export { acceptAgreement } from './join-coalition.js';
export { endCoalition, handLead, leaveCoalition, removePartner } from './leave-coalition.js';
export { openCoalition } from './open-coalition.js';
export { paragraphsOf } from './paragraphs.js';
export { codeFaults, nameFaults } from './partner-code.js';
export { SHARING_WORDS } from './sharing-words.js';
export { lastInvitations, listInvitationsTo, type CoalitionInvitation } from './store-invitations.js';
export { listLeftReasons, updatePartnerFacts } from './store-partners.js';
export { countWaitingPages, listAcceptances, listAgreementVersions, type AgreementVersion } from './store-settings.js';
