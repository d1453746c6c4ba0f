import { noteAct } from '../../organizers/index.js';
import { exportPeople, exportStopped, refuseClosed, refuseGone, type FileCount } from '../../partners/index.js';
import { dayOf } from '../../platform/clock.js';
import { errorFacts } from '../../platform/log.js';
import { counted } from '../../platform/number-text.js';
import { csvAnswer } from '../csv-answer.js';
import type { Answer, CoalitionVisit } from '../visit.js';
import type { PartnerPeopleTools } from './tools.js';

/** The two files: who agreed, and whom to stop writing to. */
const FILES = {
  people: { name: 'our-people', write: exportPeople, refuse: refuseClosed },
  stopped: { name: 'stop-writing-to', write: exportStopped, refuse: refuseGone },
} as const;

type Kind = keyof typeof FILES;

/** A file that is written while it is read; how it ended is noted in the log. */
export async function exportFile(tools: PartnerPeopleTools, visit: CoalitionVisit): Promise<Answer> {
  const { coalition, partner, form } = visit;
  const kind: Kind = form.one('file') === 'stopped' ? 'stopped' : 'people';
  const { write, refuse } = FILES[kind];
  await refuse(tools.db, partner.id);
  const count: FileCount = { rows: 0, leftOut: 0, isWhole: false };
  const lines = write(tools, partner, count);
  return {
    ...csvAnswer(fileName(tools, visit, kind), noted(tools, visit, { lines, count, kind })),
    trace: { about: `coalition:${coalition.slug}`, detail: kind === 'stopped' ? 'whom to stop writing to' : '' },
  };
}

/** `our-people-teachers-2027-03-10.csv`, by the coalition's day. */
export function fileName({ clock }: PartnerPeopleTools, { coalition, partner }: CoalitionVisit, kind: Kind): string {
  return `${FILES[kind].name}-${partner.code}-${dayOf(clock.now(), coalition.timeZone)}.csv`;
}

type Noted = { readonly lines: AsyncGenerator<string>; readonly count: FileCount; readonly kind: Kind };

async function* noted(
  tools: PartnerPeopleTools,
  { organization, user, coalition }: CoalitionVisit,
  { lines, count, kind }: Noted,
): AsyncGenerator<string> {
  try {
    yield* lines;
  } finally {
    await noteAct(tools, tools.db, {
      organizationId: organization.organizationId,
      userId: user.id,
      who: user.name,
      did:
        kind === 'people'
          ? 'exported a coalition’s people who agreed to hear from the organization'
          : 'exported whom the organization must stop writing to',
      about: `coalition:${coalition.slug}`,
      detail: detailOf(count),
    }).catch((error: unknown) => {
      tools.log.error(errorFacts(error), 'an export could not be noted');
    });
  }
}

function detailOf({ rows, leftOut, isWhole }: FileCount): string {
  const without =
    leftOut === 0 ? '' : `; ${counted(leftOut, 'line', 'lines')} left out of people who stopped all mails`;
  return `${counted(rows, 'line', 'lines')}${without}${isWhole ? '' : '; broken off before its end'}`;
}
