import type { Command } from 'commander';
import { findOrganization, noteAct } from '../organizers/index.js';
import { dayOf } from '../platform/clock.js';
import { asCall, print, tableText, type Open } from '../platform/command-line.js';
import { NotFoundError } from '../platform/errors.js';
import type { BlockPattern } from './block-pattern.js';
import { addBlock, removeBlock, type ChangeBlockTools } from './change-blocks.js';
import { listBlocks, type Block } from './store-blocks.js';

type Flags = { readonly organization?: string; readonly json?: boolean };
type AddFlags = Flags & { readonly until?: string; readonly note?: string };

/** Who the lists and the log name for what is done here. */
const WHO = 'the command line';

/** More lines than a list can have. */
const ALL = 100_000;

/** `clarion blocks list|add|remove`: of one organization, or of the installation, whose list holds for all. */
export function addBlockCommands(program: Command, open: Open<ChangeBlockTools>): void {
  const blocks = program.command('blocks').description('whose letters are held for a reviewer');
  const command = (name: string, description: string): Command =>
    blocks
      .command(name)
      .description(description)
      .option('--organization <slug>', 'this organization’s list; left out: the one that holds for all')
      .option('--json', 'print JSON');
  command('list', 'show a list, the newest first, with how much each line held').action((flags: Flags) =>
    open((tools) => list(tools, flags)),
  );
  command('add <what>', 'add an address, a domain, a network (203.0.113.0/24) or a pattern (*@spam-*.example)')
    .option('--until <date>', 'the last day on which it holds, in UTC: 2027-03-31')
    .option('--note <text>', 'why, for colleagues')
    .action((what: string, flags: AddFlags) => open((tools) => add(tools, what, flags)));
  command('remove <what>', 'take a line off the list, as it was typed').action((what: string, flags: Flags) =>
    open((tools) => remove(tools, what, flags)),
  );
}

async function list(tools: ChangeBlockTools, flags: Flags): Promise<void> {
  const blocks = await listBlocks(tools.db, await ownerOf(tools, flags), { limit: ALL });
  print(blocks, flags, () => (blocks.length === 0 ? 'Nobody is on this list.' : tableText(tableOf(blocks))));
}

function tableOf(blocks: readonly Block[]): string[][] {
  const lines = blocks.map(({ kind, pattern, hits, expiresAt, note }) => {
    const until = expiresAt === null ? 'removed' : dayOf(expiresAt - 1, 'utc');
    return [kind, pattern, String(hits), until, note];
  });
  return [['KIND', 'WHAT', 'HELD', 'UNTIL', 'NOTE'], ...lines];
}

async function add(tools: ChangeBlockTools, what: string, flags: AddFlags): Promise<void> {
  const organizationId = await ownerOf(tools, flags);
  const typed = { pattern: what, note: flags.note ?? '', until: flags.until ?? '' };
  const added = await asCall(() => addBlock(tools, { organizationId, by: WHO, timeZone: 'utc' }, typed));
  await note(tools, organizationId, { did: 'added to the block list', of: added });
  print(added, flags, () => `On the list: ${added.pattern} (${added.kind}).`);
}

async function remove(tools: ChangeBlockTools, what: string, flags: Flags): Promise<void> {
  const organizationId = await ownerOf(tools, flags);
  const gone = await asCall(() => removeBlock(tools, organizationId, { typed: what }));
  await note(tools, organizationId, { did: 'removed from the block list', of: gone });
  print(gone, flags, () => `Off the list: ${gone.pattern} (${gone.kind}).`);
}

/** @throws NotFoundError */
async function ownerOf({ db }: ChangeBlockTools, { organization }: Flags): Promise<string | null> {
  if (organization === undefined) return null;
  const found = await findOrganization(db, organization);
  if (!found) throw new NotFoundError(`There is no organization called ${organization}.`);
  return found.id;
}

/** The log names no address. */
async function note(
  tools: ChangeBlockTools,
  organizationId: string | null,
  { did, of }: { readonly did: string; readonly of: BlockPattern },
): Promise<void> {
  await noteAct(tools, tools.db, { organizationId, userId: null, who: WHO, did, about: '', detail: of.kind });
}
