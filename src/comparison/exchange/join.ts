import type { Campaign } from '../../campaigns/index.js';
import {
  insertAcceptance,
  insertAgreement,
  insertCampaign,
  insertCoalition,
  insertPartner,
  KEY_PURPOSE,
} from '../../partners/index.js';
import { writing, type Db } from '../../platform/db.js';
import { InputError } from '../../platform/errors.js';
import type { ExchangeTools } from './exchange-tools.js';
import type { KeyFile } from './key-file.js';

/** Which organization of this installation takes part, and as which partner. */
export type Joining = {
  readonly organization: { readonly id: string; readonly slug: string; readonly name: string };
  /** The code of its links. */
  readonly code: string;
  /** Who accepts the data agreement for it, by name. */
  readonly who: string;
};

/** What joining led to. */
export type Joined = {
  readonly coalition: string;
  /** Campaigns of the organization that are the coalition's, by their short names. */
  readonly campaigns: readonly string[];
  /** Campaigns of the coalition that the organization has not. */
  readonly missing: readonly string[];
};

/**
 * Makes a coalition known here that is led on another installation; the organization becomes its partner and has accepted its
 * agreement. @throws InputError where the coalition, or its short name, is here already
 */
export async function joinCoalition(tools: ExchangeTools, key: KeyFile, joining: Joining): Promise<Joined> {
  const campaigns = (await tools.campaigns.list()).filter(
    ({ organizationId, slug }) =>
      organizationId === joining.organization.id && key.campaigns.some((one) => one.slug === slug),
  );
  await writing(tools.db, async (trx) => {
    const coalitionId = await insert(tools, trx, key);
    const partnerId = await insertPartners(tools, trx, { key, joining, coalitionId });
    await accept(tools, trx, { key, joining, coalitionId, partnerId });
    for (const { id, slug } of campaigns) await addCampaign(tools, trx, { coalitionId, id, slug });
  });
  tools.coalitions.forget();
  const there = campaigns.map(({ slug }) => slug);
  const missing = key.campaigns.map(({ slug }) => slug).filter((slug) => !there.includes(slug));
  return { coalition: key.slug, campaigns: there, missing };
}

async function insert({ ids, seal, clock }: ExchangeTools, trx: Db, key: KeyFile): Promise<string> {
  const { slug, name, summary, sharing, timeZone, secret } = key;
  const id = ids.next();
  const shared = { key: seal.hide(KEY_PURPOSE, secret), leadOrganizationId: null, createdAt: clock.now() };
  if (await insertCoalition(trx, { id, slug, name, summary, sharing, timeZone, ...shared })) return id;
  throw new InputError([{ field: slug, message: 'is a coalition here already.' }]);
}

type Parts = { readonly key: KeyFile; readonly joining: Joining; readonly coalitionId: string };

/** All partners that the file names, and the own one; answers the own one's id. */
async function insertPartners(
  { ids, clock }: ExchangeTools,
  trx: Db,
  { key, joining, coalitionId }: Parts,
): Promise<string> {
  const others = key.partners.filter(({ code }) => code !== joining.code);
  const named = key.partners.find(({ code }) => code === joining.code);
  const createdAt = clock.now();
  const id = ids.next();
  const own = { id, coalitionId, code: joining.code, name: named?.name ?? joining.organization.name };
  await insertPartner(trx, { ...own, organizationId: joining.organization.id, state: 'joined', createdAt });
  for (const { code, name } of others) {
    const partner = { id: ids.next(), coalitionId, code, name, organizationId: null };
    await insertPartner(trx, { ...partner, state: 'named', createdAt });
  }
  return id;
}

async function accept(
  { ids, clock }: ExchangeTools,
  trx: Db,
  { key, joining, coalitionId, partnerId }: Parts & { readonly partnerId: string },
): Promise<void> {
  const agreementId = ids.next();
  const [createdAt, { who }] = [clock.now(), joining];
  await insertAgreement(trx, { id: agreementId, coalitionId, text: key.agreement.text, who, createdAt });
  await insertAcceptance(trx, { agreementId, partnerId, userId: '', who, acceptedAt: createdAt });
}

async function addCampaign(
  { clock }: ExchangeTools,
  trx: Db,
  { coalitionId, id, slug }: Pick<Campaign, 'id' | 'slug'> & { readonly coalitionId: string },
): Promise<void> {
  if (await insertCampaign(trx, { coalitionId, campaignId: id, at: clock.now() })) return;
  throw new InputError([{ field: slug, message: 'is in another coalition already.' }]);
}
