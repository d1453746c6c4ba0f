export { askApproval, decideApproval, needsWord, whyNotDecide } from './approvals.js';
export { changeOutcome, changeSeason, MAX_OUTCOME, type WantedSeason } from './change-season.js';
export { changeStage, phaseWords } from './change-stage.js';
export { livedOf, MOVES, phaseOf, seasonOf, type LifeCycle, type Phase, type Stage } from './life-cycle.js';
export { closingOf, openingOf, type Season } from './season.js';
export { findApproval, findVersionAuthor, type Approval } from './store-approvals.js';
export { findLife, listStages } from './store-life-cycle.js';
export {
  hasEnded,
  standingOf,
  type Campaign,
  type CampaignLetters,
  type Definition,
  type Standing,
} from './campaign.js';
export { mayBeAddressed, openCampaignsAddressing } from './addressing.js';
export { createCampaigns, type Campaigns, type Version } from './campaigns.js';
export { asVariant, drawVariant, knownVariant, variantsOf } from './variants.js';
export { letterFor, lettersOf } from './letters.js';
export { loadCampaignFolder, type Loaded, type LoadTools } from './load-folder.js';
export { linkFault, outlineOf, type PageOutline } from './page-outline.js';
export { renderPageText } from './page-text.js';
export {
  checkMilestone,
  dayReached,
  milestoneKinds,
  type Milestone,
  type MilestoneContent,
  type TypedMilestone,
} from './milestone.js';
export {
  addMilestone,
  changeMilestone,
  getMilestone,
  milestoneView,
  publicMilestones,
  removeMilestone,
  suggestMilestones,
  type MilestoneTools,
} from './milestones.js';
export { listMilestones } from './store-milestones.js';
export { readCampaign, readCampaignFolder } from './read-campaign.js';
export { isCampaignFile, readFolder, sourceOfFiles, type CampaignFiles } from './campaign-files.js';
export { saveVersion, type Saved, type SaveTools } from './save-version.js';
export { campaignFrame, campaignPage, startUrl } from './page.js';
export { campaignApi } from './campaign-api.js';
export { addCampaignPages } from './page-routes.js';
export { campaignRoutes } from './routes.js';
export { standingTitle } from './standing-words.js';
export { addCampaignCommands } from './commands.js';
export type { FolderPreview, PreviewedPlace, Sample } from './folder-preview.js';
export type { CampaignFolder } from './read-campaign.js';
export { packCampaign } from './pack.js';
export { giveBack, readNewest, readVersion, takeOver, type FilesTools, type VersionFiles } from './kept-files.js';
export { listEntries, type VersionEntry } from './store-versions.js';
export { startingPoints, unchangedTexts } from './starting-points.js';
export { loadCampaign } from './load-folder.js';
export { editYaml, type YamlChange } from './edit-yaml.js';
export { lookIn, putIn, type Path } from './yaml-path.js';
export { findOrganizationBlock } from './store.js';
export type { FindPagePartner, PagePartner } from './page-partner.js';
