import { endOfDay, type Clock } from '../platform/clock.js';
import { writing, type Db } from '../platform/db.js';
import { InputError, NotFoundError, type Fault } from '../platform/errors.js';
import type { Ids } from '../platform/ids.js';
import type { BlockList } from './block-list.js';
import { parsePattern, type BlockPattern } from './block-pattern.js';
import { countBlocks, deleteBlock, putBlock } from './store-blocks.js';

/** A list with more lines is a list of everybody; all lists are held in memory. */
export const MOST_BLOCKS = 5_000;

export const MAX_BLOCK_NOTE = 200;

/** A line of a block list as it was typed. */
export type TypedBlock = {
  readonly pattern: string;
  readonly note: string;
  /** The last day on which it holds, `2027-03-31`; '' for as long as nobody removes it. */
  readonly until: string;
};

export type ChangeBlockTools = {
  readonly db: Db;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly blockList: Pick<BlockList, 'forget'>;
};

/** Whose list, `null` for every organization's; by whom; and the time zone of its days. */
export type ListOwner = { readonly organizationId: string | null; readonly by: string; readonly timeZone: string };

/** Puts something on a list; answers it in its canonical form. @throws InputError by the fields of `TypedBlock` */
export async function addBlock(tools: ChangeBlockTools, owner: ListOwner, typed: TypedBlock): Promise<BlockPattern> {
  const { organizationId, by: addedBy, timeZone } = owner;
  const read = parsePattern(typed.pattern);
  const expiresAt = typed.until.trim() === '' ? null : endOfDay(typed.until.trim(), timeZone);
  const now = tools.clock.now();
  const faults = faultsOf(typed, { read, expiresAt, now });
  if ('fault' in read || faults.length > 0) throw new InputError(faults);
  await writing(tools.db, async (trx) => {
    if ((await countBlocks(trx, organizationId)) >= MOST_BLOCKS) throw new InputError([FULL]);
    const line = { id: tools.ids.next(), organizationId, ...read, note: typed.note.trim() };
    await putBlock(trx, { ...line, addedBy, addedAt: now, expiresAt: expiresAt ?? null });
  });
  tools.blockList.forget();
  return read;
}

const FULL = {
  field: 'pattern',
  message: `The list has ${MOST_BLOCKS} lines. Remove some, or use a domain or a pattern in place of many addresses.`,
};

type Read = {
  readonly read: ReturnType<typeof parsePattern>;
  readonly expiresAt: number | null | undefined;
  readonly now: number;
};

function faultsOf(typed: TypedBlock, { read, expiresAt, now }: Read): Fault[] {
  const isPast = expiresAt === undefined || (expiresAt !== null && expiresAt <= now);
  return [
    ...('fault' in read ? [{ field: 'pattern', message: read.fault }] : []),
    ...(isPast ? [{ field: 'until', message: 'Choose a day that is not over, or leave this empty.' }] : []),
    ...(typed.note.length > MAX_BLOCK_NOTE
      ? [{ field: 'note', message: `A note has at most ${MAX_BLOCK_NOTE} characters.` }]
      : []),
  ];
}

/** Takes a line off a list, by its id or as it was typed. @throws InputError, NotFoundError */
export async function removeBlock(
  tools: Pick<ChangeBlockTools, 'db' | 'blockList'>,
  organizationId: string | null,
  line: { readonly id: string } | { readonly typed: string },
): Promise<BlockPattern> {
  const which = 'id' in line ? line : parsePattern(line.typed);
  if ('fault' in which) throw new InputError([{ field: 'pattern', message: which.fault }]);
  const gone = await writing(tools.db, (trx) => deleteBlock(trx, organizationId, which));
  if (!gone) throw new NotFoundError('This is not on the list.');
  tools.blockList.forget();
  return gone;
}
