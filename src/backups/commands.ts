import type { Command } from 'commander';
import type { DecisionTools } from '../deliveries/index.js';
import type { Open } from '../platform/command-line.js';
import { BACKUP_FOLDER } from './backup-file.js';
import { backupCommand, type BackupFlags, type BackupTools } from './backup.js';
import { restoreCommand, type RestoreFlags } from './restore.js';
import { settleCommand, type SettleFlags } from './settle.js';

/** How commands are opened: over an up-to-date data base, or over everything as it is. */
export type Opens = { readonly open: Open<DecisionTools>; readonly openAsIs: Open<BackupTools> };

/** `clarion backup` and `clarion restore`. */
export function addBackupCommands(program: Command, { open, openAsIs }: Opens): void {
  program
    .command('backup')
    .description('copy the database into one file while Clarion runs, and read it back; the secret is not in it')
    .option('--to <path>', `a folder, or the file to make`, BACKUP_FOLDER)
    .option('--keep <n>', 'afterwards remove the oldest in the folder so that this many are left')
    .option('--json', 'print JSON')
    .action((flags: BackupFlags) => openAsIs((tools) => backupCommand(tools, flags)));
  const restore = program
    .command('restore')
    .argument('<file>', 'what `clarion backup` made')
    .description('put a backup where the database is; letters that may have been sent since are held back')
    .option('--replace', 'SQLite: also where people’s data are; the file that is there is set aside')
    .option('--json', 'print JSON')
    .action((file: string, flags: RestoreFlags) => openAsIs((tools) => restoreCommand(tools, file, flags)));
  restore
    .command('settle')
    .description('after a restore: say which letters were sent since the backup, and what becomes of the rest')
    .option('--sent-log <file...>', 'a log of the mail server, or any list that names Message-IDs; plain or gzip')
    .option('--release', 'send the letters that are still held')
    .option('--hand-over', 'leave them to their supporters to send')
    .option('--cancel', 'withdraw them')
    .option('--reason <words>', 'why, in your words; it is kept with the letters')
    .option('--dry-run', 'only count the letters that the logs name')
    .option('--json', 'print JSON')
    .action((flags: SettleFlags, command: Command) =>
      open((tools) => settleCommand(tools, { ...flags, json: command.optsWithGlobals<SettleFlags>().json ?? false })),
    );
}
