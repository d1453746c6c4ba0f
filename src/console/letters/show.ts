import { findSender, listLetterTargets, maskAddresses } from '../../actions/index.js';
import {
  allowsAct,
  failureCauses,
  findLetter,
  letterActs,
  listAttempts,
  listBounceNotes,
  listEvents,
  type Attempt,
  type Delivery,
  type DeliveryEvent,
  type ReadLetters,
} from '../../deliveries/index.js';
import { momentText } from '../../platform/clock.js';
import { NotFoundError } from '../../platform/errors.js';
import { listTellings } from '../../notices/index.js';
import { page, type Answer, type CampaignVisit } from '../visit.js';
import { rowViews, type ListTools } from './list.js';
import { ACTS, STATES } from './words.js';

export type ShowTools = ListTools & { readonly readLetters: ReadLetters };

/**
 * One letter with all that happened to it. Its text and who wrote it are for those who may see people or review; the
 * others see that there is something that their role does not show.
 * @throws NotFoundError
 */
export async function letterPage(tools: ShowTools, visit: CampaignVisit): Promise<Answer> {
  const { campaign } = visit;
  const row = await findLetter(tools.db, [campaign.id], visit.part('delivery'));
  if (!row) throw new NotFoundError('There is no letter at this address.');
  const target = (await listLetterTargets(tools.db, [row.letterId])).get(row.letterId);
  const telling: Telling = {
    at: (moment) => momentText(moment, campaign.file.time_zone),
    mask: (text) => maskAddresses(text, target?.email ?? null),
  };
  const scope = { campaigns: [campaign], campaignIds: [campaign.id], timeZone: campaign.file.time_zone };
  const [view] = await rowViews(tools, visit, { rows: [row], scope: { ...scope, path: '', href: '', isWhole: false } });
  const href = `${visit.base}/campaigns/${campaign.slug}/letters`;
  const sender = await findSender(tools.db, row.id);
  const events = await listEvents(tools.db, [row.id]);
  const notes = await listBounceNotes(tools.db, { deliveryId: row.id, limit: MOST_NOTES });
  const tellings = await listTellings(tools.db, row.id);
  return page('letters/letter', {
    title: `Letter to ${target ? `${target.title} ${target.name}` : row.officeId}`,
    ...view,
    href,
    address: target?.email ?? undefined,
    officeHref: `${href}?office=${encodeURIComponent(row.officeId)}`,
    source: row.source,
    number: row.id,
    taken: telling.at(row.createdAt),
    due: row.state === 'queued' ? telling.at(row.dueAt) : undefined,
    remedy: row.cause ? failureCauses[row.cause].remedy : undefined,
    told: sender?.toldAt ? telling.at(sender.toldAt) : undefined,
    tellings: tellings.map(({ subject, at }) => ({ subject, at: telling.at(at) })),
    events: events.map((event) => eventView(event, telling)),
    attempts: (await listAttempts(tools.db, row.id)).map((one, index) => attemptView(one, index, telling)),
    bounces: notes.map((note) => ({ ...note, at: telling.at(note.receivedAt), answer: telling.mask(note.answer) })),
    acts: visit.may('send') ? actLinks(row, href) : [],
    isForReviewer: row.state === 'held' && row.hold === 'review' && visit.may('review'),
    reviewHref: `${visit.base}/campaigns/${campaign.slug}/review`,
    ...(await privatePart(tools, visit, row)),
    ...(visit.may('people') && sender && { person: `${visit.base}/people/${sender.supporterId}` }),
  });
}

const MOST_NOTES = 50;

type Telling = { readonly at: (moment: number) => string; readonly mask: (text: string) => string };

/** The text and the name under it, where the role shows them. */
async function privatePart({ readLetters }: ShowTools, visit: CampaignVisit, row: Delivery): Promise<object> {
  if (!visit.may('people') && !visit.may('review')) return { isHidden: true };
  const letter = (await readLetters([row])).get(row.id);
  return letter
    ? {
        letter: {
          subject: letter.subject,
          text: letter.text,
          ownWords: letter.ownWords,
          isRewritten: letter.isRewritten,
          signedBy: letter.signedBy,
        },
      }
    : {};
}

function actLinks(row: Delivery, href: string): object[] {
  return letterActs
    .filter((act) => allowsAct(act, row))
    .map((act) => ({
      text: `${ACTS[act].button}…`,
      href: `${href}/decide?act=${act}&id=${row.id}&one=1`,
      isQuiet: act !== 'retry',
    }));
}

/** Who did something, in words. */
const ACTORS: Readonly<Record<string, string>> = {
  worker: 'the program',
  sweep: 'the program',
  bounce: 'a mail that came back',
  organizer: 'an organizer',
  reviewer: 'a reviewer',
  supporter: 'its sender',
};

function eventView({ at, to, from, actor, reason, answer }: DeliveryEvent, telling: Telling): object {
  return {
    at: telling.at(at),
    what: from === to ? `Still ${STATES[to].toLowerCase()}` : STATES[to],
    state: to,
    who: ACTORS[actor] ?? actor,
    reason: telling.mask(reason),
    // Where the reason quotes it, once is enough.
    answer: answer === null || reason.includes(answer) ? undefined : telling.mask(answer),
  };
}

/** How far a try got, in words. */
const PHASES: Readonly<Record<string, string>> = {
  connect: 'no connection',
  envelope: 'while sender and recipient were named',
  content: 'while the letter was handed over',
  answered: 'answered',
};

const OUTCOMES: ReadonlyMap<string, string> = new Map(Object.entries(STATES));

function attemptView(attempt: Attempt, index: number, { at, mask }: Telling): object {
  const { startedAt, finishedAt, outcome, phase, response } = attempt;
  return {
    number: index + 1,
    began: at(startedAt),
    ended: finishedAt === null ? undefined : at(finishedAt),
    outcome: outcome === null ? 'not ended' : (OUTCOMES.get(outcome) ?? outcome),
    phase: phase === null ? undefined : (PHASES[phase] ?? phase),
    response: response === null ? undefined : mask(response),
  };
}
