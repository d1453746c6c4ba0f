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
export { accentContrast, contrastOf, MIN_CONTRAST, readableAccent } from './accent.js';
export { MAX_LOGO_BYTES, MAX_LOGO_PIXELS, readLogo, type Logo } from './logo.js';
export { partnerPageRoutes } from './page-routes.js';
export {
  MAX_INTRO,
  MAX_OPT_IN,
  pageFaults,
  tidyPage,
  type PageContent,
  type PageState,
  type PageVersion,
  type TypedPage,
} from './page-version.js';
export { decidePage, needsApproval, savePage, type PageDecision, type WantedPartnerPage } from './save-page.js';
export { createFindPagePartner, pagePartnerOf } from './show-page.js';
export { findLogo, insertLogo } from './store-logos.js';
export { listPageVersions, listWaitingPages } from './store-pages.js';
