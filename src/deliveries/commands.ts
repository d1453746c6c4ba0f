import type { Command } from 'commander';
import type { Open } from '../platform/command-line.js';
import type { DecisionFlags, DecisionTools, Meant } from './decide.js';
import { approve, cancel, handOver, refuse, retry } from './decisions.js';
import { filtered, filteredByState, type FilterFlags } from './filter.js';
import { addPaceCommands } from './pacing/commands.js';
import { list, listForReview, show, type ShowFlags, type ShowTools } from './show.js';

export type DeliveryTools = DecisionTools & ShowTools;

/** `clarion deliveries list|show|retry|cancel|hand-over|review|pause|resume|status`. */
export function addDeliveryCommands(program: Command, open: Open<DeliveryTools>): void {
  const deliveries = program.command('deliveries').description('letters on their way');
  const decided = decisionsWith(open);
  filteredByState(deliveries.command('list'))
    .description('show letters, newest first, without naming supporters')
    .action((flags: FilterFlags) => open((tools) => list(tools, flags)));
  deliveries
    .command('show <id>')
    .description('show one letter: its text, its state, every event and every try')
    .option('--whole', 'the text just as the office gets it, with the supporter’s address')
    .option('--json', 'print JSON')
    .action((id: string, flags: ShowFlags) => open((tools) => show(tools, id, flags)));
  decided(filteredByState(deliveries.command('retry [ids...]')), retry)
    .option('--current-address', 'send to the address that the same person has in the roster now')
    .description(
      'send again what failed, bounced or has an unknown outcome, and by id or --state held what is held; the Message-ID stays the same',
    );
  decided(filteredByState(deliveries.command('cancel [ids...]')), cancel).description(
    'withdraw letters that are held or wait; one of unknown outcome, which may have arrived, only if it is named by id or --state unknown',
  );
  decided(filteredByState(deliveries.command('hand-over [ids...]')), handOver).description(
    'leave letters to their supporters to send that are held because their target changed or sending went wrong',
  );
  addReviewCommands(deliveries, open);
  addPaceCommands(deliveries, open);
}

function addReviewCommands(deliveries: Command, open: Open<DeliveryTools>): void {
  const review = deliveries.command('review').description('letters that wait to be read before they leave');
  const decided = decisionsWith(open);
  filtered(review.command('list'))
    .description('show the letters that wait for a reviewer')
    .action((flags: FilterFlags) => open((tools) => listForReview(tools, flags)));
  decided(filtered(review.command('approve [ids...]')), approve).description('let letters go');
  decided(filtered(review.command('refuse [ids...]')), refuse).description(
    'do not send letters; the reason is kept for the organizers, and the supporter is told only that it is so decided',
  );
}

/** Adds what all commands have that decide about letters named by id or found by filters. */
function decisionsWith(open: Open<DeliveryTools>) {
  return (command: Command, decision: (tools: DecisionTools, meant: Meant) => Promise<void>): Command =>
    command
      .option('--reason <words>', 'why, in your words; it is kept with the letter')
      .option('--dry-run', 'only count the letters that are meant')
      .action((ids: string[], flags: DecisionFlags) => open((tools) => decision(tools, { ids, flags })));
}
