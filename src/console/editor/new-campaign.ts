import { parse } from 'yaml';
import {
  editYaml,
  findOrganizationBlock,
  lookIn,
  readFolder,
  readNewest,
  startingPoints,
  type Campaign,
  type CampaignFiles,
  type Campaigns,
  type FilesTools,
  type YamlChange,
} from '../../campaigns/index.js';
import { NotFoundError } from '../../platform/errors.js';
import { ownCampaigns } from '../own-campaigns.js';
import type { Visit } from '../visit.js';

export type NewTools = FilesTools & { readonly campaigns: Campaigns };

/** What a new campaign begins as: a starting point, or `copy:` and the address of one of the organization's campaigns. */
export type Beginning = { readonly start: string; readonly slug: string; readonly title: string };

/** The files of a new draft in the organization's name. @throws NotFoundError for a start that there is not */
export async function newFiles(tools: NewTools, visit: Visit, beginning: Beginning): Promise<CampaignFiles> {
  const own = await ownCampaigns(tools, visit);
  const copied = own.find(({ slug }) => `copy:${slug}` === beginning.start);
  const point = startingPoints.find(({ name }) => name === beginning.start);
  if (!copied && !point) throw new NotFoundError('There is nothing of this name to begin with.');
  const block = await organizationBlock(tools, visit, own);
  const files = copied ? (await readNewest(tools, copied)).files : point ? (await readFolder(point.folder)).files : {};
  const changes: YamlChange[] = [
    { path: ['title'], value: beginning.title },
    { path: ['status'], value: 'draft' },
    { path: ['opens_at'], value: undefined },
    { path: ['closes_at'], value: undefined },
    ...(copied ? [] : ownWords(block)),
  ];
  const yaml = editYaml(files['campaign.yaml'] ?? '', changes);
  return { ...files, ...(point && ownList(files, yaml, beginning.slug)), 'campaign.yaml': yaml };
}

type Block = { readonly name: string; readonly slug: string; readonly postal_address: string };

/** How the organization names itself in its newest campaign, or as it was set up. */
async function organizationBlock(tools: NewTools, visit: Visit, own: readonly Campaign[]): Promise<Block> {
  const stored = await findOrganizationBlock(tools.db, visit.organization.organizationId);
  const { name, slug } = visit.organization;
  return { ...own.at(-1)?.file.organization, ...(stored ?? { name, slug, postal_address: '' }) };
}

/** What a starting point says in the name of its invented organization. */
function ownWords(block: Block): YamlChange[] {
  const text = `${block.name} may write to me about this campaign. I can stop this at any time.`;
  return [
    { path: ['organization'], value: block },
    { path: ['example'], value: undefined },
    { path: ['opt_ins'], value: [{ organization: block.slug, text }] },
  ];
}

/** An invented council gets a name of its own, so that it can be replaced without touching another campaign's. */
function ownList(files: CampaignFiles, yaml: string, slug: string): CampaignFiles {
  const name = lookIn(parse(yaml), ['targets', 'officials']);
  if (typeof name !== 'string') return {};
  return { [name]: (files[name] ?? '').replaceAll('Harbourview City Council', `Example Council (${slug})`) };
}
