export { standingOf, type Campaign, type Definition, type Standing } from './campaign.js';
export { createCampaigns, type Campaigns, type Version } from './campaigns.js';
export { loadCampaignFolder, type Loaded, type LoadTools } from './load-folder.js';
export { renderPageText } from './page-text.js';
export { readCampaignFolder } from './read-folder.js';
export { campaignFrame, type CampaignFrame } from './page.js';
export { campaignApi, campaignRoutes } from './routes.js';
export { addCampaignCommands, type PreviewedLetter, type Sample } from './commands.js';
export type { CampaignFolder } from './read-folder.js';
