import type { Official, Roster } from '../offices/index.js';
import { isCalendarDay, type Clock } from '../platform/clock.js';
import { writing, type Db } from '../platform/db.js';
import { InputError, NotFoundError, type Fault } from '../platform/errors.js';
import type { Ids } from '../platform/ids.js';
import { bumpRevision } from '../platform/revisions.js';
import { newestEntries, positionWords, type PositionEntry, type PositionWord } from './position.js';
import { insertPositions, listPositions, setRemoved } from './store.js';

export type RecordTools = { readonly db: Db; readonly clock: Clock; readonly ids: Ids };

/** What an organizer says of the holder of an office, as it was typed. */
export type TypedPosition = {
  readonly position: string;
  readonly known_on: string;
  readonly source: string;
  readonly note: string;
};

/** A position that passed every check. */
export type NewPosition = Pick<PositionEntry, 'officeId' | 'position' | 'knownOn' | 'source' | 'note'> & {
  readonly holder: Official;
};

const MAX_SOURCE = 500;
const MAX_NOTE = 1_000;

/** Checks what was typed; a day in the future is a slip. @throws InputError with a fault for each field */
export function checkPosition(typed: TypedPosition, today: string): Omit<NewPosition, 'officeId' | 'holder'> {
  const [source, note] = [typed.source.trim(), typed.note.trim()];
  const position = wordOf(typed.position);
  const faults: Fault[] = [];
  const fault = (field: string, message: string): void => void faults.push({ field, message });
  if (!position) fault('position', 'Choose where they stand.');
  if (!isCalendarDay(typed.known_on)) fault('known_on', 'Give the day as 2027-03-10.');
  else if (typed.known_on > today) fault('known_on', 'This day lies ahead. Give the day on which it became known.');
  if (source === '') fault('source', 'Say what this rests on: a link, or words such as “call with her office”.');
  else if (source.length > MAX_SOURCE) fault('source', `The source must have ${MAX_SOURCE} characters at the most.`);
  if (note.length > MAX_NOTE) fault('note', `The note must have ${MAX_NOTE} characters at the most.`);
  if (faults.length > 0 || !position) throw new InputError(faults);
  return { position, knownOn: typed.known_on, source, note };
}

export function wordOf(text: string): PositionWord | undefined {
  return positionWords.find((word) => word === text.trim().toLowerCase());
}

/** For whom something is recorded, and by whom. */
export type Recording = { readonly campaignId: string; readonly by: string };

/** Records positions; what was recorded before stays as history. Answers the new entries' ids. */
export async function recordPositions(
  { db, clock, ids }: RecordTools,
  { campaignId, by }: Recording,
  positions: readonly NewPosition[],
): Promise<readonly string[]> {
  const entries = positions.map(({ holder, ...position }): PositionEntry => ({
    ...position,
    id: ids.next(),
    campaignId,
    person: holder.key,
    name: holder.name,
    recordedBy: by,
    recordedAt: clock.now(),
    removedAt: null,
  }));
  await writing(db, async (trx) => {
    await insertPositions(trx, entries);
    await bumpRevision(trx, 'campaigns');
  });
  return entries.map(({ id }) => id);
}

/** Takes entries back, or puts them back. @throws NotFoundError where the campaign has no such entry */
export async function removePositions(
  { db, clock }: RecordTools,
  campaignId: string,
  { ids, isBack }: { readonly ids: readonly string[]; readonly isBack: boolean },
): Promise<void> {
  await writing(db, async (trx) => {
    const changed = await setRemoved(trx, campaignId, { ids, at: isBack ? null : clock.now() });
    if (changed === 0) throw new NotFoundError('There is no such entry in this campaign.');
    await bumpRevision(trx, 'campaigns');
  });
}

/**
 * Copies the positions that count in another campaign of those who still hold their office, with their days and
 * sources. Who stands here already in the same way is left out. Answers the new entries' ids.
 */
export async function copyPositions(
  tools: RecordTools & { readonly roster: Roster },
  to: Recording,
  from: { readonly campaignId: string; readonly title: string },
): Promise<readonly string[]> {
  const here = new Map(
    newestEntries(await listPositions(tools.db, to.campaignId)).map((one) => [`${one.officeId} ${one.person}`, one]),
  );
  const theirs = newestEntries(await listPositions(tools.db, from.campaignId));
  const wanted = theirs.flatMap((entry): NewPosition[] => {
    const holder = tools.roster.holderOf(entry.officeId);
    const isSame = here.get(`${entry.officeId} ${entry.person}`)?.position === entry.position;
    if (holder?.key !== entry.person || isSame) return [];
    const note = [entry.note, `Copied from “${from.title}”.`].filter(Boolean).join(' ');
    return [{ ...entry, note, holder }];
  });
  return recordPositions(tools, to, wanted);
}
