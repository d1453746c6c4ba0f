import type { Command } from 'commander';
import type { Open } from '../../platform/command-line.js';
import type { ApplyTools } from './apply-bounce.js';
import { classifyCommand } from './classify-command.js';
import { keptCommand, listCommand, settleCommand, showCommand, type SettleFlags } from './kept-commands.js';
import { readCommand, readSafely, type ReadFlags, type ReadTools } from './read-command.js';

type Output = { readonly json?: boolean };

/** `clarion bounces …`. */
export function addBounceCommands(program: Command, open: Open<ApplyTools & ReadTools>): void {
  const bounces = program.command('bounces').description('mail that came back to return addresses');
  const json = (command: Command): Command => command.option('--json', 'print JSON');

  json(bounces.command('classify').argument('<file>', 'a mail as it was received, or - for standard input'))
    .description('say what a mail is: a lasting failure, a passing one, an automatic answer, a report of abuse')
    .action(classifyCommand);
  json(bounces.command('read').argument('<file>', 'a mail, an mbox, a Maildir, or - for standard input'))
    .description('take mail that a mail server put down; what is taken of a Maildir is marked as seen')
    .option('--recipient <address>', 'the return address that the mail was sent to, where no header names it')
    .action((path: string, flags: ReadFlags) =>
      readSafely(path, () => open((tools) => readCommand(tools, path, flags))),
    );
  json(bounces.command('list'))
    .description('show what came to return addresses, newest first')
    .option('--delivery <id>', 'only what is about this letter')
    .action((flags: Output & { readonly delivery?: string }) => open((tools) => listCommand(tools, flags)));
  json(bounces.command('kept'))
    .description('show the mails that were not understood and wait for a person')
    .action((flags: Output) => open((tools) => keptCommand(tools, flags)));
  bounces
    .command('show')
    .argument('<id>', 'a kept mail')
    .description('print a kept mail as it came')
    .action((id: string) => open((tools) => showCommand(tools, id)));
  json(bounces.command('settle').argument('<id>', 'a kept mail'))
    .description('say what a kept mail was; its text is then forgotten')
    .requiredOption('--as <what>', 'bounced: the letter did not arrive; ignore: nothing follows')
    .option('--delivery <id>', 'the letter that came back, where the mail names none')
    .action((id: string, flags: SettleFlags) => open((tools) => settleCommand(tools, id, flags)));
}
