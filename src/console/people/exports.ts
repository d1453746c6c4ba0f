import {
  EXPORT_COLUMNS,
  EXPORTED,
  exportedText,
  exportName,
  exportOptedIn,
  exportPerson,
  getPeopleSettings,
  getSupporter,
  type Exported,
} from '../../people/index.js';
import { noteAct } from '../../organizers/index.js';
import { dayOf } from '../../platform/clock.js';
import { NotFoundError } from '../../platform/errors.js';
import { errorFacts } from '../../platform/log.js';
import { csvAnswer } from '../csv-answer.js';
import { ownCampaigns } from '../own-campaigns.js';
import { page, type Answer, type Visit } from '../visit.js';
import { whoIn, type PeopleTools } from './people.js';

/** What an export holds, and the button that makes one. */
export async function showExports(tools: PeopleTools, visit: Visit): Promise<Answer> {
  const { organization } = visit;
  const campaigns = (await ownCampaigns(tools, visit)).filter(({ file }) =>
    file.opt_ins.some((optIn) => optIn.organization === organization.slug),
  );
  const { timeZone } = await getPeopleSettings(tools.db, organization.organizationId);
  return page('people/exports', {
    title: 'Export people',
    base: visit.base,
    organization: organization.name,
    campaigns: campaigns.map(({ slug, file }) => ({ slug, title: file.title })),
    columns: EXPORT_COLUMNS.map(({ name, about }) => ({ name, about })),
    fileName: exportName(organization.slug, dayOf(tools.clock.now(), timeZone)),
  });
}

/** The people who agreed to hear from the organization, as a file that is written while it is read. */
export async function exportPeople(tools: PeopleTools, visit: Visit): Promise<Answer> {
  const { organizationId, slug } = visit.organization;
  const { timeZone } = await getPeopleSettings(tools.db, organizationId);
  const wanted = visit.form.one('campaign');
  const campaign = (await ownCampaigns(tools, visit)).find((one) => one.slug === wanted);
  if (wanted !== '' && !campaign) throw new NotFoundError('There is no campaign at this address.');
  const exported: Exported = { rows: 0, leftOut: 0, isWhole: false };
  const wish = { organizationId, slug, campaignId: campaign?.id };
  const lines = exportOptedIn(tools, wish, exported);
  return {
    ...csvAnswer(
      exportName(slug, dayOf(tools.clock.now(), timeZone)),
      noted(tools, visit, { lines, exported, campaign: campaign?.slug }),
    ),
    trace: { about: campaign ? `campaign:${campaign.slug}` : '' },
  };
}

type Noted = {
  readonly lines: AsyncGenerator<string>;
  readonly exported: Exported;
  readonly campaign: string | undefined;
};

/** How many rows a file has is known, and noted in the log, once it ends or breaks off. */
async function* noted(tools: PeopleTools, visit: Visit, { lines, exported, campaign }: Noted): AsyncGenerator<string> {
  try {
    yield* lines;
  } finally {
    await noteAct(tools, tools.db, {
      organizationId: visit.organization.organizationId,
      userId: visit.user.id,
      who: visit.user.name,
      did: EXPORTED,
      about: campaign === undefined ? '' : `campaign:${campaign}`,
      detail: exportedText(exported),
    }).catch((error: unknown) => {
      tools.log.error(errorFacts(error), 'an export could not be noted');
    });
  }
}

/** All that is kept about one person, for them. */
export async function exportOne(tools: PeopleTools, visit: Visit): Promise<Answer> {
  const who = whoIn(visit);
  const { id } = await getSupporter(tools.db, who);
  const { timeZone } = await getPeopleSettings(tools.db, who.organizationId);
  return {
    kind: 'file',
    name: `person-${id}-${dayOf(tools.clock.now(), timeZone)}.json`,
    type: 'application/json; charset=utf-8',
    content: `${JSON.stringify(await exportPerson(tools, who), null, 2)}\n`,
    trace: { about: `supporter:${id}` },
  };
}
