import { startUrl, type Campaign } from '../../campaigns/index.js';
import { readSourcesOf, sourcePattern, withSubCode } from '../../counts/index.js';
import { NotFoundError } from '../../platform/errors.js';
import { inTurn } from '../../platform/in-turn.js';
import { counted, plain } from '../../platform/number-text.js';
import { qrPicture, qrPng, qrSvg, showFaults } from '../../web/index.js';
import { page, type Answer, type CoalitionVisit } from '../visit.js';
import { coalitionCampaigns, pathIn, type PartnerPageTools } from './tools.js';

/** The height at which nothing of an embedded form has to be scrolled, on most phones. */
const EMBED_HEIGHT_PX = 560;

/** The partner's links to each campaign, as addresses, QR codes and embeds, with what came by each. */
export async function showLinks(tools: PartnerPageTools, visit: CoalitionVisit): Promise<Answer> {
  const { partner, base, query } = visit;
  const { source, fault } = sourceWanted(visit);
  const campaigns = await coalitionCampaigns(tools, visit);
  const here = base + pathIn(visit, '/links');
  return page(
    'partner-pages/links',
    {
      title: 'Links',
      here,
      partner,
      pageHref: base + pathIn(visit, '/page'),
      isPageLive: partner.page !== undefined,
      sub: query.one('sub'),
      isSub: source !== partner.code,
      source,
      campaigns: await inTurn(campaigns, (campaign) => linksOf(tools, visit, { campaign, source })),
      ...showFaults(fault === undefined ? [] : [{ field: 'sub', message: fault }]),
    },
    { status: fault === undefined ? 200 : 422 },
  );
}

const NO_SUB =
  'A part of a code has small letters, digits, hyphens and underscores only, and begins and ends with a letter or a digit: newsletter, flyer-2.';

/** The partner's code, with the part that was asked for. */
function sourceWanted({ partner, query }: CoalitionVisit): { readonly source: string; readonly fault?: string } {
  const sub = query.one('sub').trim().toLowerCase();
  if (sub === '') return { source: partner.code };
  const source = `${partner.code}.${sub}`;
  const isOne = !sub.includes('.') && sourcePattern.test(sub) && withSubCode(partner.code, sub) === source;
  return isOne ? { source } : { source: partner.code, fault: tooLong(source) ?? NO_SUB };
}

function tooLong(source: string): string | undefined {
  return source.length > 40 ? `Together ${source} would have ${source.length} characters; 40 are the most.` : undefined;
}

async function linksOf(
  tools: PartnerPageTools,
  visit: CoalitionVisit,
  { campaign, source }: { readonly campaign: Campaign; readonly source: string },
): Promise<object> {
  const { partner, base, query } = visit;
  const { slug, file } = campaign;
  const url = addressOf(tools, campaign, source);
  const counts = await readSourcesOf(tools.db, { campaignId: campaign.id, root: partner.code });
  const own = counts.find((one) => one.source === source);
  const qr = `${base}${pathIn(visit, `/links/${slug}`)}/qr`;
  const sub = source === partner.code ? '' : `?sub=${encodeURIComponent(query.one('sub').trim().toLowerCase())}`;
  return {
    slug,
    title: file.title,
    url,
    plainUrl: `${tools.baseUrl}/c/${slug}?source=${source}`,
    embed: embedCode(tools, campaign, source),
    embedUrl: `/embed/${slug}?source=${source}`,
    qr: await qrPicture(url, { name: `QR code of ${url}` }),
    svgHref: `${qr}.svg${sub}`,
    pngHref: `${qr}.png${sub}`,
    people: counted(own?.actions ?? 0, 'person has', 'people have'),
    views: counted(own?.views ?? 0, 'view', 'views'),
    counts: counts.map((one) => ({ ...one, actions: plain(one.actions), views: plain(one.views) })),
  };
}

function addressOf({ baseUrl }: PartnerPageTools, { slug }: Campaign, source: string): string {
  return baseUrl + startUrl(slug, source);
}

/** The frame, and a link for where no frame is shown: mail, feeds, sites that strip frames. */
function embedCode(tools: PartnerPageTools, campaign: Campaign, source: string): string {
  const title = escaped(campaign.file.title);
  return [
    `<iframe src="${tools.baseUrl}/embed/${campaign.slug}?source=${source}" title="${title}" width="100%" height="${EMBED_HEIGHT_PX}" loading="lazy"></iframe>`,
    `<p><a href="${addressOf(tools, campaign, source)}">${title}</a></p>`,
  ].join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The QR code of the partner's page, to be printed. */
export async function qrFile(tools: PartnerPageTools, visit: CoalitionVisit, kind: 'svg' | 'png'): Promise<Answer> {
  const campaign = (await coalitionCampaigns(tools, visit)).find(({ slug }) => slug === visit.part('campaign'));
  const { source, fault } = sourceWanted(visit);
  if (!campaign || fault !== undefined) throw new NotFoundError('There is no such link.');
  const url = addressOf(tools, campaign, source);
  const name = `qr-${campaign.slug}-${source}.${kind}`;
  if (kind === 'svg') return { kind: 'file', name, type: 'image/svg+xml', content: await qrSvg(url) };
  return { kind: 'file', name, type: 'image/png', content: await qrPng(url) };
}
