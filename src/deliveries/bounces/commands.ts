import type { Command } from 'commander';
import { classifyCommand } from './classify-command.js';

/** `clarion bounces …`. */
export function addBounceCommands(program: Command): void {
  const bounces = program.command('bounces').description('mail that came back to return addresses');
  bounces
    .command('classify')
    .argument('<file>', 'a mail as it was received, or - for standard input')
    .description('say what a mail is: a lasting failure, a passing one, an automatic answer, a report of abuse')
    .option('--json', 'print JSON')
    .action(classifyCommand);
}
