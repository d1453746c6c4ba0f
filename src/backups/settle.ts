import { actOnRestored, countRestored, noteSent, type DecisionTools, type LetterAct } from '../deliveries/index.js';
import { momentText } from '../platform/clock.js';
import { BadCallError, print } from '../platform/command-line.js';
import { unsettledSince } from '../platform/copies.js';
import { holdBack } from './hold-back.js';
import { readSentIds } from './sent-log.js';
import { findRestored, settleCopies } from './store.js';

export type SettleFlags = {
  readonly sentLog?: readonly string[];
  readonly release?: boolean;
  readonly cancel?: boolean;
  readonly handOver?: boolean;
  readonly reason?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
};

/** What came of settling. */
type Settled = {
  /** Of what moment the backup was. */
  readonly takenAt: number | undefined;
  /** Letters that the log shows to be sent. */
  readonly sent: number;
  /** Letters that were released, withdrawn or handed over. */
  readonly decided: number;
  /** Letters that are still held. */
  readonly left: number;
};

/** `clarion restore settle`: says of letters that a restore holds back which were sent, and what becomes of the rest. @throws BadCallError */
export async function settleCommand(tools: DecisionTools, flags: SettleFlags): Promise<void> {
  const chosen = chosenAct(flags);
  const takenAt = await heldSince(tools);
  const sent = await noteLogs(tools, flags);
  const decided = await actOnRest(tools, flags, chosen);
  const isDecided = (flags.sentLog?.length ?? 0) > 0 || chosen !== undefined;
  if (isDecided && !flags.dryRun) await settleCopies(tools.db, tools.clock.now());
  const settled = { takenAt, sent, decided, left: await countRestored(tools.db) };
  print(settled, flags, () => settledText(settled, { flags, chosen, wasOpen: isDecided }));
}

const ACTS: readonly {
  readonly flag: 'release' | 'cancel' | 'handOver';
  readonly act: LetterAct;
  readonly word: string;
}[] = [
  { flag: 'release', act: 'retry', word: 'go out now' },
  { flag: 'cancel', act: 'cancel', word: 'are withdrawn' },
  { flag: 'handOver', act: 'hand-over', word: 'are left to their senders' },
];

type Chosen = (typeof ACTS)[number];

function chosenAct(flags: SettleFlags): Chosen | undefined {
  const chosen = ACTS.filter(({ flag }) => flags[flag] === true);
  if (chosen.length <= 1) return chosen[0];
  throw new BadCallError([{ field: '--release', message: 'and --cancel and --hand-over cannot be said together' }]);
}

/** Also where nobody has started the program since the restore. */
async function heldSince(tools: DecisionTools): Promise<number | undefined> {
  const held = await holdBack(tools);
  return held?.takenAt ?? ((await unsettledSince(tools.db)) > 0 ? await findRestored(tools.db) : undefined);
}

async function noteLogs(tools: DecisionTools, { sentLog = [], dryRun = false }: SettleFlags): Promise<number> {
  let sent = 0;
  const reason = 'A mail server’s log shows that it was sent after the backup that was restored.';
  for (const path of sentLog)
    for await (const ids of readSentIds(path)) sent += await noteSent(tools, ids, { reason, dryRun });
  return sent;
}

function actOnRest(tools: DecisionTools, flags: SettleFlags, chosen: Chosen | undefined): Promise<number> {
  if (chosen === undefined || flags.dryRun) return Promise.resolve(0);
  const said = flags.reason ?? 'An organizer decided so after a backup was restored.';
  return actOnRestored(tools, { act: chosen.act, reason: said });
}

type Told = { readonly flags: SettleFlags; readonly chosen: Chosen | undefined; readonly wasOpen: boolean };

function settledText({ takenAt, sent, decided, left }: Settled, { flags, chosen, wasOpen }: Told): string {
  const would = flags.dryRun ? 'would be' : 'are';
  return [
    takenAt === undefined
      ? 'There is no restore to settle.'
      : `Restored from a backup of ${momentText(takenAt, 'utc')}.`,
    ...(flags.sentLog ? [`${sent} letters ${would} noted as sent: the log names them.`] : []),
    ...(chosen && !flags.dryRun ? [`${decided} letters ${chosen.word}.`] : []),
    left === 0 ? 'No letter is held back any more.' : `${left} letters are held back.`,
    ...(left > 0 && !wasOpen ? [HOW] : []),
  ].join('\n');
}

const HOW = `First tell which were sent since: \`clarion restore settle --sent-log FILE\` reads a mail server's log from the time of
the backup on, or any list in which Message-IDs or return addresses stand. Then the rest: --release sends them,
--hand-over leaves them to their senders, --cancel withdraws them. See them: clarion deliveries list --hold restored`;
