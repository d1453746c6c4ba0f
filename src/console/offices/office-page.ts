import { dayOf, dayText, momentText } from '../../platform/clock.js';
import type { Fault } from '../../platform/errors.js';
import {
  checkPosition,
  fromOldest,
  listPositions,
  positionLabels,
  positionWords,
  recordPositions,
  removePositions,
  type PositionEntry,
} from '../../positions/index.js';
import {
  endLink,
  LINK_DAYS,
  makeLink,
  officeKey,
  openLinks,
  pdfName,
  readOfficeReport,
  reportView,
  writeReport,
} from '../../reports/index.js';
import { positionEffects } from '../../targets/index.js';
import { ConflictError } from '../../platform/errors.js';
import { showFaults } from '../../web/index.js';
import { go, page, type Answer, type CampaignVisit } from '../visit.js';
import { faultsOf, officeInPath, type OfficeTools } from './tools.js';

type Faulty = { readonly faults: readonly Fault[]; readonly typed: Readonly<Record<string, string>> };

/** One office: its report as staff would read it, where its holder stands, and who may read the report. */
export async function showOffice(tools: OfficeTools, visit: CampaignVisit, faulty?: Faulty): Promise<Answer> {
  const officeId = await officeInPath(tools, visit);
  const { campaign } = visit;
  const report = await readOfficeReport(tools, campaign, officeId);
  const entries = (await listPositions(tools.db, campaign.id, officeId)).sort(fromOldest).reverse();
  const zone = campaign.file.time_zone;
  const links = visit.may('edit') ? await openLinks(tools, campaign.id, officeId) : [];
  const typed = faulty?.typed ?? { known_on: dayOf(tools.clock.now(), zone) };
  const effects = positionEffects(campaign.rule);
  return page(
    'offices/office',
    {
      title: report.office.name,
      root: rootOf(visit),
      here: pathOf(visit, officeId),
      report: reportView(report),
      history: entries.map((entry) => entryView(entry, { person: report.office.person, zone })),
      words: positionWords.map((word) => ({ word, label: positionLabels[word], isChosen: typed['position'] === word })),
      typed,
      ...showFaults(faulty?.faults ?? []),
      effects: effects?.map(({ position, effects: all }) => ({ position: positionLabels[position], all })),
      links: links.map(({ id, token, expiresAt, madeBy }) => ({
        id,
        url: `${tools.baseUrl}/reports/${token}`,
        until: momentText(expiresAt, zone),
        madeBy,
      })),
      days: LINK_DAYS.map((days) => ({ days, isUsual: days === 30 })),
      mayEdit: visit.may('edit'),
      mayReview: visit.may('review'),
    },
    { status: faulty ? 422 : 200 },
  );
}

function rootOf({ base, campaign }: CampaignVisit): string {
  return `${base}/campaigns/${campaign.slug}/offices`;
}

function pathOf(visit: CampaignVisit, officeId: string): string {
  return `${rootOf(visit)}/${encodeURIComponent(officeKey(officeId))}`;
}

function entryView(entry: PositionEntry, { person, zone }: { readonly person: string; readonly zone: string }): object {
  return {
    ...entry,
    label: positionLabels[entry.position],
    day: dayText(entry.knownOn),
    sourceLink: /^https?:\/\//.test(entry.source) ? entry.source : undefined,
    at: momentText(entry.recordedAt, zone),
    isRemoved: entry.removedAt !== null,
    isPast: entry.person !== person,
  };
}

export async function recordPosition(tools: OfficeTools, visit: CampaignVisit): Promise<Answer> {
  const officeId = await officeInPath(tools, visit);
  const { campaign, form, user } = visit;
  const holder = (await tools.roster.get()).holderOf(officeId);
  if (!holder)
    throw new ConflictError('vacant', 'This seat is vacant: there is nobody whose position could be recorded.');
  const typed = {
    position: form.one('position'),
    known_on: form.one('known_on'),
    source: form.one('source'),
    note: form.one('note'),
  };
  let [id] = [''];
  const faults = await faultsOf(async () => {
    const checked = checkPosition(typed, dayOf(tools.clock.now(), campaign.file.time_zone));
    const recording = { campaignId: campaign.id, by: user.name };
    [id = ''] = await recordPositions(tools, recording, [{ ...checked, officeId, holder }]);
  });
  if (faults) return showOffice(tools, visit, { faults, typed });
  const path = below(visit, officeId);
  return go(path, 'The position is recorded. It counts for new letters from now on.', {
    undo: { label: 'Undo', action: `${path}/positions/remove`, fields: { entry: id } },
    trace: { about: `campaign:${campaign.slug}`, detail: `${officeId}: ${typed.position}` },
  });
}

/** Below the organization, as answers lead there. */
function below(visit: CampaignVisit, officeId: string): string {
  return pathOf(visit, officeId).slice(visit.base.length);
}

/** Takes an entry back, or puts it back. */
export async function removePosition(tools: OfficeTools, visit: CampaignVisit, isBack: boolean): Promise<Answer> {
  const officeId = await officeInPath(tools, visit);
  const entry = visit.form.one('entry');
  await removePositions(tools, visit.campaign.id, { ids: [entry], isBack });
  const path = below(visit, officeId);
  const undo = { label: 'Undo', action: `${path}/positions/${isBack ? 'remove' : 'restore'}`, fields: { entry } };
  return go(path, isBack ? 'The entry counts again.' : 'The entry is taken back. It stays in the history.', {
    undo,
    trace: { about: `campaign:${visit.campaign.slug}`, detail: officeId },
  });
}

export async function shareReport(tools: OfficeTools, visit: CampaignVisit): Promise<Answer> {
  const officeId = await officeInPath(tools, visit);
  const { campaign, form, user } = visit;
  const link = { campaignId: campaign.id, officeId, madeBy: user.name, days: Number(form.one('days')) };
  await makeLink(tools, link);
  return go(`${below(visit, officeId)}#links`, 'The link is made. Whoever has it can read this report until it ends.', {
    trace: { about: `campaign:${campaign.slug}`, detail: officeId },
  });
}

export async function endSharing(tools: OfficeTools, visit: CampaignVisit): Promise<Answer> {
  const officeId = await officeInPath(tools, visit);
  await endLink(tools, visit.campaign.id, visit.form.one('link'));
  return go(`${below(visit, officeId)}#links`, 'The link no longer works.', {
    trace: { about: `campaign:${visit.campaign.slug}`, detail: officeId },
  });
}

export async function reportAsPdf(tools: OfficeTools, visit: CampaignVisit): Promise<Answer> {
  const report = await readOfficeReport(tools, visit.campaign, await officeInPath(tools, visit));
  return { kind: 'file', name: pdfName(report), type: 'application/pdf', content: writeReport(report) };
}
