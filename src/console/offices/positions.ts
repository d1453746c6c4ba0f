import { dayOf } from '../../platform/clock.js';
import { csvText } from '../../platform/csv.js';
import { InputError, type Fault } from '../../platform/errors.js';
import {
  copyPositions,
  listPositions,
  newestEntries,
  positionLabels,
  positionRows,
  positionWords,
  readPositionLines,
  recordPositions,
  removePositions,
} from '../../positions/index.js';
import { mayAddress, positionEffects } from '../../targets/index.js';
import { refusal, showFaults } from '../../web/index.js';
import { csvAnswer } from '../csv-answer.js';
import { ownCampaigns } from '../own-campaigns.js';
import { go, page, type Answer, type CampaignVisit } from '../visit.js';
import { faultsOf, type OfficeTools } from './tools.js';

type Faulty = { readonly faults: readonly Fault[]; readonly typed: Readonly<Record<string, string>> };

/** Positions of all offices at once: from a sheet, to a sheet, from another campaign; and what they change. */
export async function showPositions(tools: OfficeTools, visit: CampaignVisit, faulty?: Faulty): Promise<Answer> {
  const { campaign, base } = visit;
  const others = (await ownCampaigns(tools, visit)).filter(({ id }) => id !== campaign.id);
  const entries = newestEntries(await listPositions(tools.db, campaign.id));
  const effects = positionEffects(campaign.rule);
  return page(
    'offices/positions',
    {
      title: 'Positions',
      root: `${base}/campaigns/${campaign.slug}/offices`,
      typed: faulty?.typed ?? { known_on: dayOf(tools.clock.now(), campaign.file.time_zone) },
      ...showFaults(faulty?.faults ?? []),
      others: others.map(({ slug, file }) => ({ slug, title: file.title })),
      tally: positionWords.map((word) => ({
        label: positionLabels[word],
        count: entries.filter(({ position }) => position === word).length,
      })),
      hasEntries: entries.length > 0,
      effects: effects?.map(({ position, effects: all }) => ({ position: positionLabels[position], all })),
      mayEdit: visit.may('edit'),
    },
    faulty ? refusal(faulty.faults) : {},
  );
}

/** So many positions are recorded at once: more could not be undone with one button. */
const MOST_AT_ONCE = 1_000;

export async function importPositions(tools: OfficeTools, visit: CampaignVisit): Promise<Answer> {
  const { campaign, form, user } = visit;
  const typed = { csv: form.one('csv'), known_on: form.one('known_on'), source: form.one('source') };
  let ids: readonly string[] = [];
  const faults = await faultsOf(async () => {
    const roster = await tools.roster.get();
    const today = dayOf(tools.clock.now(), campaign.file.time_zone);
    const positions = await readPositionLines(
      await visit.sheet('csv'),
      { roster, mayStand: (officeId) => mayAddress(campaign.rule, officeId) },
      { knownOn: typed.known_on || today, source: typed.source, today },
    );
    if (positions.length > MOST_AT_ONCE)
      throw new InputError([{ field: 'csv', message: 'Import 1,000 lines at a time at the most.' }]);
    ids = await recordPositions(tools, { campaignId: campaign.id, by: user.name }, positions);
  });
  if (faults) return showPositions(tools, visit, { faults: faults.slice(0, MOST_FAULTS).map(onCsv), typed });
  return done(visit, ids, ids.length === 1 ? 'One position is recorded.' : `${ids.length} positions are recorded.`);
}

const MOST_FAULTS = 50;

/** A fault of the table itself names its columns. */
function onCsv(fault: Fault): Fault {
  if (['csv', 'known_on'].includes(fault.field)) return fault;
  return { field: 'csv', message: fault.line === undefined ? fault.message : `Line ${fault.line}: ${fault.message}` };
}

export async function copyFromCampaign(tools: OfficeTools, visit: CampaignVisit): Promise<Answer> {
  const { campaign, form, user } = visit;
  const slug = form.one('from');
  const from = (await ownCampaigns(tools, visit)).find((one) => one.slug === slug && one.id !== campaign.id);
  if (!from) {
    const faults = [{ field: 'from', message: 'Choose the campaign to copy from.' }];
    return showPositions(tools, visit, { faults, typed: {} });
  }
  const to = { campaignId: campaign.id, by: user.name };
  const roster = await tools.roster.get();
  const ids = await copyPositions({ ...tools, roster }, to, { campaignId: from.id, title: from.file.title });
  const said =
    ids.length === 0
      ? 'Nothing was copied: that campaign has no position that is not here already.'
      : `${ids.length === 1 ? 'One position is' : `${ids.length} positions are`} copied with day and source.`;
  return done(visit, ids, said);
}

function done(visit: CampaignVisit, ids: readonly string[], said: string): Answer {
  const path = pathOf(visit);
  const undo = { label: 'Undo', action: `${path}/remove`, fields: { entries: ids.join(' ') } };
  const about = { trace: { about: `campaign:${visit.campaign.slug}`, detail: `${ids.length} positions` } };
  return go(path, said, ids.length > 0 && ids.length <= MOST_AT_ONCE ? { undo, ...about } : about);
}

function pathOf({ campaign }: CampaignVisit): string {
  return `/campaigns/${campaign.slug}/offices/positions`;
}

/** Takes back what an import or a copy recorded. */
export async function removeImported(tools: OfficeTools, visit: CampaignVisit): Promise<Answer> {
  const ids = visit.form.one('entries').split(' ').filter(Boolean);
  await removePositions(tools, visit.campaign.id, { ids, isBack: false });
  return go(pathOf(visit), 'The positions are taken back.', {
    trace: { about: `campaign:${visit.campaign.slug}`, detail: `${ids.length} positions` },
  });
}

/** The positions that count, in the form of the folder's positions.csv. */
export async function positionsAsCsv({ db, roster }: OfficeTools, { campaign }: CampaignVisit): Promise<Answer> {
  const entries = newestEntries(await listPositions(db, campaign.id));
  return csvAnswer(`${campaign.slug}-positions.csv`, csvText(positionRows(entries, await roster.get())));
}
