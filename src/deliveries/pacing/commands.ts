import type { Command } from 'commander';
import type { DeliveryState } from '../../counts/index.js';
import { momentText, type Clock } from '../../platform/clock.js';
import { BadCallError, print, tableText, type Open } from '../../platform/command-line.js';
import { writing, type Db } from '../../platform/db.js';
import { deletePause, insertPause, listPauses, type NamedPause, type Pause } from './store-pauses.js';
import { findCampaignId, isOffice, readQueue, type QueueLine } from './store-queue.js';

export type PaceTools = { readonly db: Db; readonly clock: Clock };

type Flags = {
  readonly campaign?: string;
  readonly office?: string;
  readonly all?: boolean;
  readonly reason?: string;
  readonly json?: boolean;
};

/** `clarion deliveries pause|resume|status`. */
export function addPaceCommands(deliveries: Command, open: Open<PaceTools>): void {
  const scoped = (name: string): Command =>
    deliveries
      .command(name)
      .option('--campaign <slug>', 'the letters of one campaign')
      .option('--office <id>', 'the letters to one office')
      .option('--all', 'all letters')
      .option('--json', 'print JSON');
  scoped('pause')
    .description('let letters wait until they are resumed; running workers stop at once, nothing is lost')
    .option('--reason <text>', 'why, for who asks later')
    .action((flags: Flags) => open((tools) => pause(tools, flags)));
  scoped('resume')
    .description('send what was paused')
    .action((flags: Flags) => open((tools) => resume(tools, flags)));
  deliveries
    .command('status')
    .description('how many letters wait, for what and since when, and what is paused')
    .option('--json', 'print JSON')
    .action((flags: Flags) => open((tools) => status(tools, flags)));
}

async function pause({ db, clock }: PaceTools, flags: Flags): Promise<void> {
  const { scope, name } = await scopeOf(db, flags);
  const reason = flags.reason ?? '';
  const isNew = await writing(db, (trx) => insertPause(trx, { scope, reason, pausedAt: clock.now() }));
  print({ scope, paused: true, changed: isNew }, flags, () =>
    isNew
      ? `Paused: ${name}. What is not sent yet waits; \`clarion deliveries resume\` sends it.`
      : `Paused already: ${name}.`,
  );
}

async function resume({ db, clock }: PaceTools, flags: Flags): Promise<void> {
  const { scope, name } = await scopeOf(db, flags);
  const wasPaused = await writing(db, (trx) => deletePause(trx, scope, clock.now()));
  const left = await listPauses(db);
  print({ scope, paused: false, changed: wasPaused }, flags, () =>
    [`${wasPaused ? 'Resumed' : 'Was not paused'}: ${name}.`, ...left.map(stillPaused)].join('\n'),
  );
}

function stillPaused(pause: NamedPause): string {
  return `Still paused: ${nameOf(pause)}.`;
}

/** What is paused, as it is kept and in words: `campaign:01m8…` is `campaign clear-records`. */
type Scope = Pick<Pause, 'scope'> & { readonly name: string };

/** What a call names. @throws BadCallError */
async function scopeOf(db: Db, { campaign, office, all }: Flags): Promise<Scope> {
  const named = [campaign, office, all].filter((flag) => flag !== undefined).length;
  if (named !== 1) throw new BadCallError([{ field: 'what', message: 'give one of --campaign, --office and --all' }]);
  if (all) return scopeNamed('all', null);
  if (office !== undefined) {
    if (!(await isOffice(db, office)))
      throw new BadCallError([{ field: '--office', message: `there is no office "${office}"` }]);
    return scopeNamed(`office:${office}`, null);
  }
  const slug = campaign ?? '';
  const id = await findCampaignId(db, slug);
  if (id === undefined) throw new BadCallError([{ field: '--campaign', message: `there is no campaign "${slug}"` }]);
  return scopeNamed(`campaign:${id}`, slug);
}

function scopeNamed(scope: string, campaign: string | null): Scope {
  return { scope, name: nameOf({ scope, campaign }) };
}

function nameOf({ scope, campaign }: Pick<NamedPause, 'scope' | 'campaign'>): string {
  if (scope === 'all') return 'all letters';
  return campaign === null ? scope.replace(':', ' ') : `campaign ${campaign}`;
}

async function status({ db, clock }: PaceTools, flags: Flags): Promise<void> {
  const [pauses, queue] = [await listPauses(db), await readQueue(db, clock.now())];
  print({ pauses, queue }, flags, () =>
    [queueText(queue), ...(pauses.length > 0 ? pauses.map(pauseText) : ['Nothing is paused.'])].join('\n'),
  );
}

/** States in which a letter is on its way, in the order of that way. */
const WAITING: readonly DeliveryState[] = ['held', 'queued', 'sending', 'sent', 'unknown'];

function queueText(queue: readonly QueueLine[]): string {
  if (queue.length === 0) return 'No letter waits.';
  const sorted = [...queue].sort((a, b) => WAITING.indexOf(a.state) - WAITING.indexOf(b.state));
  return tableText([
    ['STATE', 'WAITS FOR', 'LETTERS', 'OVERDUE', 'OLDEST', 'NEXT DUE'],
    ...sorted.map(({ state, waitsFor, letters, overdue, oldestAt, nextDueAt }) => [
      state,
      waitsFor ?? '',
      String(letters),
      String(overdue),
      momentText(oldestAt, 'utc'),
      // What is held has no moment of its own at which it leaves.
      state === 'held' ? '' : momentText(nextDueAt, 'utc'),
    ]),
  ]);
}

function pauseText(pause: NamedPause): string {
  return `Paused since ${momentText(pause.pausedAt, 'utc')}: ${nameOf(pause)}${pause.reason && ` (${pause.reason})`}`;
}
