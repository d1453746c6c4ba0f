import { print, tableText, warn } from '../platform/command-line.js';
import type { Db } from '../platform/db.js';
import { NotFoundError } from '../platform/errors.js';
import { FOR_REVIEW } from './decisions.js';
import type { ReadableLetter, ReadLetters } from './delivery.js';
import { readFilter, type FilterFlags } from './filter.js';
import { listAttempts, listEvents, type Attempt, type DeliveryEvent } from './store-history.js';
import { saidText } from './said.js';
import { countDeliveries, listDeliveries, type DeliveryFilter, type ListedDelivery } from './store-list.js';

export type ShowTools = { readonly db: Db; readonly readLetters: ReadLetters };

/** Prints letters that a filter finds, without naming supporters. @throws BadCallError */
export async function list(tools: Pick<ShowTools, 'db'>, flags: FilterFlags): Promise<void> {
  const { filter, limit } = readFilter(flags);
  await printList(tools.db, filter, { flags, limit });
}

/** Prints the letters that wait for a reviewer. @throws BadCallError */
export async function listForReview(tools: Pick<ShowTools, 'db'>, flags: FilterFlags): Promise<void> {
  const { filter, limit } = readFilter(flags);
  const shown = await printList(tools.db, { ...filter, ...FOR_REVIEW }, { flags, limit });
  if (shown > 0 && !flags.json) warn('Read a letter with: clarion deliveries show <id>');
}

/** Prints letters; answers how many it showed. */
async function printList(
  db: Db,
  filter: DeliveryFilter,
  { flags, limit }: { readonly flags: FilterFlags; readonly limit: number },
): Promise<number> {
  const rows = await listDeliveries(db, filter, limit);
  const total = rows.length < limit ? rows.length : await countDeliveries(db, filter);
  print(rows, flags, () => listText(rows, total));
  return rows.length;
}

/** Longer reasons are cut in lists; `show` has them whole. */
const REASON_IN_LIST = 90;

function listText(rows: readonly ListedDelivery[], total: number): string {
  if (rows.length === 0) return 'No letters.';
  const table = tableText([
    ['ID', 'CAMPAIGN', 'OFFICE', 'CHANNEL', 'STATE', 'SINCE', 'DUE', 'TRIES', 'REASON'],
    ...rows.map((row) => [
      row.id,
      row.campaign,
      row.officeId,
      row.channel,
      stateText(row),
      momentOf(row.stateAt),
      row.state === 'queued' ? momentOf(row.dueAt) : '',
      String(row.attempts),
      // What a supporter says is the newest.
      shortened([saidText(row), row.reason].filter(Boolean).join('; ')),
    ]),
  ]);
  const letters = `${total} ${total === 1 ? 'letter' : 'letters'}`;
  return `${table}\n\n${letters}${rows.length < total ? `, showing ${rows.length}` : ''}. Times are UTC.`;
}

/** The state with what the letter is held or waits for: `held (review)`. */
function stateText({ state, hold, waitsFor }: ListedDelivery): string {
  const why = state === 'held' ? hold : state === 'queued' ? waitsFor : null;
  return why === null ? state : `${state} (${why})`;
}

function shortened(text: string): string {
  return text.length > REASON_IN_LIST ? `${text.slice(0, REASON_IN_LIST - 1)}…` : text;
}

function momentOf(at: number | null): string {
  return at === null ? '' : new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}

export type ShowFlags = { readonly whole?: boolean; readonly json?: boolean };

/**
 * Prints one letter with all that happened to it. Of the supporter it shows the name they signed with; `--whole` shows
 * the text just as the office gets it, with the address that stands under it.
 * @throws NotFoundError
 */
export async function show({ db, readLetters }: ShowTools, id: string, flags: ShowFlags): Promise<void> {
  const [row] = await listDeliveries(db, { ids: [id] }, 1);
  const letter = row && (await readLetters([row])).get(row.id);
  if (!row || !letter) throw new NotFoundError(`There is no letter with the id ${id}.`);
  const { wholeText, ...rest } = letter;
  const shown = { ...rest, text: flags.whole ? wholeText : rest.text };
  const [events, attempts] = [await listEvents(db, [id]), await listAttempts(db, id)];
  print({ ...row, letter: shown, events, attempts }, flags, () =>
    [factsText(row, shown), letterText(shown), eventsText(row, events), attemptsText(attempts)].join('\n\n'),
  );
}

type Shown = Omit<ReadableLetter, 'wholeText'>;

function factsText(row: ListedDelivery, { target, signedBy }: Shown): string {
  const facts: readonly (readonly [string, string | null])[] = [
    ['Letter', row.id],
    ['Campaign', row.campaign],
    ['To', `${target.title} ${target.name}, ${target.office}`],
    ['Address', target.email ?? 'none: the supporter sends it by hand'],
    ['Signed by', signedBy],
    ['Source', row.source || null],
    ['State', `${stateText(row)} since ${momentOf(row.stateAt)} UTC`],
    ['Due', row.state === 'queued' ? `${momentOf(row.dueAt)} UTC` : null],
    ['Why', row.reason],
    ['Said', saidText(row) || null],
  ];
  return tableText(facts.flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}

function letterText({ subject, text, ownWords, isRewritten }: Shown): string {
  const whose = [
    ownWords === null ? 'No own words were added.' : `The supporter's own words:\n\n${indented(ownWords)}`,
    ...(isRewritten ? ["The supporter changed the campaign's text."] : []),
  ];
  return `${whose.join('\n\n')}\n\nSubject: ${subject}\n\n${indented(text)}`;
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '    ');
}

function eventsText(row: ListedDelivery, events: readonly DeliveryEvent[]): string {
  const rows = events.map(({ at, from, to, actor, reason, answer }) => {
    const why = answer === null ? reason : `${reason} [${answer}]`;
    return [momentOf(at), from === to ? to : `${from} -> ${to}`, actor, why];
  });
  return `What happened\n${tableText([[momentOf(row.createdAt), 'taken', 'supporter', ''], ...rows])}`;
}

function attemptsText(attempts: readonly Attempt[]): string {
  if (attempts.length === 0) return 'No tries yet.';
  const rows = attempts.map((one, index) => [
    String(index + 1),
    momentOf(one.startedAt),
    momentOf(one.contentAt),
    momentOf(one.finishedAt),
    [one.outcome ?? 'no outcome', one.phase].filter(Boolean).join(' at '),
    one.response ?? '',
  ]);
  return `Tries\n${tableText([['', 'BEGAN', 'CONTENT LEFT', 'ENDED', 'OUTCOME', 'ANSWER'], ...rows])}`;
}
