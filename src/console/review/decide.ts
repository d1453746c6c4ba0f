import {
  clearSuspected,
  dropBands,
  insertSignatures,
  listHeldOf,
  readForReview,
  suspectAgain,
  type HeldLetter,
} from '../../actions/index.js';
import {
  findWork,
  holdAgain,
  insertWork,
  releaseHeld,
  withdrawLetters,
  type Delivery,
} from '../../deliveries/index.js';
import { forgetPeople } from '../../partners/index.js';
import { writing, type Db } from '../../platform/db.js';
import type { Ids } from '../../platform/ids.js';
import { NotFoundError } from '../../platform/errors.js';
import type { Seal } from '../../platform/seal.js';
import { scopeOf } from '../letters/scope.js';
import { numberText } from '../letters/words.js';
import { go, page, type Answer, type CampaignVisit, type Visit } from '../visit.js';
import type { ReviewPageTools } from './queue.js';

export type ReviewDecideTools = ReviewPageTools & { readonly ids: Ids; readonly seal: Seal };

/** A letter that a reviewer lets go leaves this much later, so that it can be taken back. */
const UNDO_MS = 60_000;

/** More people's letters are not decided about at once. */
const MOST_ITEMS = 500;

/** Why letters are not sent, for the organizers. */
export const REASONS: readonly { readonly id: string; readonly text: string }[] = [
  { id: 'insult', text: 'It insults or threatens somebody' },
  { id: 'private', text: 'It names private people or tells of them what is nobody’s business' },
  { id: 'copied', text: 'Many like it, sent by one person or a program' },
  { id: 'false', text: 'It says something that is not true' },
  { id: 'off-topic', text: 'It is about something else' },
  { id: 'asked', text: 'Its sender asked us not to send it' },
  { id: 'other', text: 'Another reason, which I write below' },
];

/** The ticked people's letters that still wait, and how many people's had moved on. */
async function chosen(
  tools: ReviewDecideTools,
  visit: Visit | CampaignVisit,
): Promise<{
  readonly held: readonly HeldLetter[];
  readonly people: number;
  readonly moved: number;
  readonly path: string;
}> {
  const scope = await scopeOf(tools.campaigns, visit, 'review');
  const named = [...new Set(visit.form.all('item'))].filter((id) => /^\w{1,40}$/.test(id)).slice(0, MOST_ITEMS);
  const held = await listHeldOf(tools.db, scope.campaignIds, named);
  const people = new Set(held.map(({ actionId }) => actionId)).size;
  return { held, people, moved: named.length - people, path: scope.path };
}

/** Lets the ticked letters go; for a minute that can be taken back. */
export async function letGo(tools: ReviewDecideTools, visit: Visit | CampaignVisit): Promise<Answer> {
  const { held, people, moved, path } = await chosen(tools, visit);
  if (people === 0) return go(path, nothingSaid(moved));
  const at = tools.clock.now();
  const work = tools.ids.next();
  const changed = await writing(tools.db, async (trx) => {
    const deed = { at, actor: 'reviewer', reason: 'A reviewer let it go.', eventId: tools.ids.next } as const;
    const ids = held.map(({ deliveryId }) => deliveryId);
    const released = await releaseHeld(trx, { ...deed, ids, hold: 'review', notBefore: at + UNDO_MS });
    await clearSuspected(
      trx,
      released.map(({ letterId }) => letterId),
      at,
    );
    await dropBands(trx, peopleIn(held));
    await noteRelease(trx, { id: work, organizationId: visit.organization.organizationId, at, released });
    return released;
  });
  return go(path, `${outcome(changed.length, 'let go', moved)} They leave in a minute.`, {
    undo: { label: 'Undo: hold them again', action: `${path}/undo`, fields: { work } },
    trace: { detail: `${numberText(changed.length)} let go` },
  });
}

function peopleIn(held: readonly HeldLetter[]): string[] {
  return [...new Set(held.map(({ actionId }) => actionId))];
}

type NotedRelease = {
  readonly id: string;
  readonly organizationId: string;
  readonly at: number;
  readonly released: readonly Delivery[];
};

function noteRelease(trx: Db, { id, organizationId, at, released }: NotedRelease): Promise<void> {
  const about = JSON.stringify(released.map((one) => one.id));
  const counted = { cursor: '', looked: released.length, changed: released.length };
  return insertWork(trx, {
    id,
    organizationId,
    act: 'let-go',
    about,
    reason: '',
    ...counted,
    beganAt: at,
    endedAt: at,
  });
}

/** Holds letters again that were let go less than a minute ago. @throws NotFoundError */
export async function undoRelease(tools: ReviewDecideTools, visit: Visit | CampaignVisit): Promise<Answer> {
  const scope = await scopeOf(tools.campaigns, visit, 'review');
  const work = await findWork(tools.db, visit.organization.organizationId, visit.form.one('work'));
  if (work?.act !== 'let-go') throw new NotFoundError('There is nothing to undo.');
  const ids = JSON.parse(work.about) as string[];
  const reason = 'A reviewer took back that it may go.';
  const deed = {
    ids,
    at: tools.clock.now(),
    actor: 'reviewer',
    reason,
    eventId: tools.ids.next,
    hold: 'review',
  } as const;
  const changed = await writing(tools.db, async (trx) => {
    const heldAgain = await holdAgain(trx, deed);
    const suspected = await suspectAgain(
      trx,
      heldAgain.map(({ letterId }) => letterId),
    );
    await forgetPeople(tools, trx, suspected);
    return heldAgain;
  });
  await findAgain(tools, scope.campaignIds, changed);
  const left = ids.length - changed.length;
  const said =
    left === 0
      ? `${numberText(changed.length)} held again.`
      : `${numberText(changed.length)} held again. ${numberText(left)} had left already, and cannot be taken back.`;
  return go(scope.path, said, { trace: { detail: said } });
}

/** Puts what waits again among the texts that are compared. */
async function findAgain(
  tools: ReviewDecideTools,
  campaignIds: readonly string[],
  changed: readonly Delivery[],
): Promise<void> {
  const rows = await tools.actionsOf(changed);
  const items = await readForReview(tools, campaignIds, [...new Set(rows.values())]);
  const signed = items.map(({ actionId: id, campaignId, signature }) => ({ id, campaignId, signature }));
  await writing(tools.db, (trx) => insertSignatures(trx, signed));
}

/** Asks why the ticked letters are not to be sent, since that cannot be undone. Changes nothing. */
export async function askRefusal(
  tools: ReviewDecideTools,
  visit: Visit | CampaignVisit,
  fault?: string,
): Promise<Answer> {
  const { held, people, moved, path } = await chosen(tools, visit);
  if (people === 0) return go(path, nothingSaid(moved));
  const why = visit.form.one('why');
  return page(
    'review/refuse',
    {
      title: 'Do not send',
      href: visit.base + path,
      letters: numberText(held.length),
      isOneLetter: held.length === 1,
      people: numberText(people),
      isOne: people === 1,
      moved: moved > 0 ? numberText(moved) : undefined,
      items: peopleIn(held),
      reasons: REASONS.map((reason) => ({ ...reason, isChosen: reason.id === why })),
      note: visit.form.one('note'),
      fault,
      faults: fault === undefined ? [] : [{ id: 'why', message: fault }],
    },
    fault === undefined ? {} : { status: 422 },
  );
}

/** Refuses the ticked letters: their senders' receipts say that the organizers decided so, not why. */
export async function refuseNow(tools: ReviewDecideTools, visit: Visit | CampaignVisit): Promise<Answer> {
  const why = REASONS.find(({ id }) => id === visit.form.one('why'));
  const note = visit.form.one('note').trim().slice(0, 400);
  if (!why) return askRefusal(tools, visit, 'Choose why. It stays among the organizers.');
  if (why.id === 'other' && note === '')
    return askRefusal(tools, visit, 'Write down the reason. It stays among the organizers.');
  const { held, moved, path } = await chosen(tools, visit);
  const reason = [...(why.id === 'other' ? [] : [`${why.text}.`]), note].filter(Boolean).join(' ');
  const at = tools.clock.now();
  const changed = await writing(tools.db, async (trx) => {
    const ids = held.map(({ deliveryId }) => deliveryId);
    const deed = { ids, at, actor: 'reviewer', reason, eventId: tools.ids.next, hold: 'review' } as const;
    const refused = await withdrawLetters(trx, deed);
    await dropBands(trx, peopleIn(held));
    return refused;
  });
  return go(path, outcome(changed.length, 'not sent', moved), {
    trace: { detail: `${numberText(changed.length)} not sent: ${why.text}` },
  });
}

function outcome(letters: number, done: string, moved: number): string {
  const main = `${numberText(letters)} ${letters === 1 ? 'letter is' : 'letters are'} ${done}.`;
  return moved > 0 ? `${main} ${nothingSaid(moved)}` : main;
}

function nothingSaid(moved: number): string {
  if (moved === 0) return 'Nothing was ticked, so nothing changed.';
  const whose = moved === 1 ? 'One person’s letters' : `The letters of ${numberText(moved)} people`;
  return `${whose} had been decided about meanwhile, by somebody else or by their senders.`;
}
