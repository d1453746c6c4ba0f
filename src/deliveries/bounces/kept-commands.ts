import { BadCallError, print, tableText } from '../../platform/command-line.js';
import { ConflictError, NotFoundError } from '../../platform/errors.js';
import type { ApplyTools } from './apply-bounce.js';
import { settleKept } from './settle.js';
import { findKept, listKept, listNotes, type KeptMail } from './store.js';

type Output = { readonly json?: boolean };

/** Lists are cut here; the oldest, or for notes the newest, come first. */
const LIST_LIMIT = 200;

/** `clarion bounces list`: what came to return addresses, without anybody's text. */
export async function listCommand(
  { db }: Pick<ApplyTools, 'db'>,
  flags: Output & { readonly delivery?: string },
): Promise<void> {
  const notes = await listNotes(db, { deliveryId: flags.delivery, limit: LIST_LIMIT });
  const shown = notes.map(({ mailKey: _mailKey, ...note }) => note);
  print(shown, flags, () =>
    shown.length === 0
      ? 'No mail came to return addresses.'
      : tableText([
          ['LETTER', 'CAME', 'KIND', 'STATUS', 'ANSWER'],
          ...shown.map((note) => [
            note.deliveryId,
            momentOf(note.receivedAt),
            note.kind,
            note.status || '-',
            note.answer.slice(0, 100),
          ]),
        ]),
  );
}

/** `clarion bounces kept`: mails that nobody understood and nobody settled. */
export async function keptCommand({ db }: Pick<ApplyTools, 'db'>, flags: Output): Promise<void> {
  const mails = (await listKept(db, LIST_LIMIT)).map(({ mailKey: _mailKey, ...mail }) => mail);
  print(mails, flags, () =>
    mails.length === 0
      ? 'No mail waits for a person.'
      : tableText([
          ['ID', 'CAME', 'LETTER', 'WHY'],
          ...mails.map(({ id, receivedAt, deliveryId, why }) => [id, momentOf(receivedAt), deliveryId ?? '-', why]),
        ]),
  );
}

/** `clarion bounces show <id>`: a kept mail as it came. */
export async function showCommand({ db }: Pick<ApplyTools, 'db'>, id: string): Promise<void> {
  const { raw } = await getKept({ db }, id);
  if (raw === null) throw new ConflictError('settled', 'This mail was settled; its text is gone.');
  process.stdout.write(Buffer.from(raw, 'base64').toString('utf8') + '\n');
}

export type SettleFlags = Output & { readonly as: string; readonly delivery?: string };

/** `clarion bounces settle <id> --as bounced|ignore`: a person says what a kept mail was; its text is then forgotten. */
export async function settleCommand(tools: ApplyTools, id: string, flags: SettleFlags): Promise<void> {
  if (flags.as !== 'bounced' && flags.as !== 'ignore')
    throw new BadCallError([{ field: '--as', message: 'must be bounced or ignore' }]);
  const deliveryId = flags.delivery ?? (await getKept(tools, id)).deliveryId;
  if (flags.as === 'bounced' && deliveryId === null)
    throw new BadCallError([{ field: '--delivery', message: 'give the letter that came back; the mail names none' }]);
  await settleKept(tools, { id, as: flags.as, deliveryId });
  print({ id, settled_as: flags.as, delivery: deliveryId }, flags, () =>
    flags.as === 'bounced' ? 'Settled: the letter came back.' : 'Settled: nothing changed.',
  );
}

async function getKept({ db }: Pick<ApplyTools, 'db'>, id: string): Promise<KeptMail> {
  const kept = await findKept(db, id);
  if (!kept) throw new NotFoundError('There is no such mail.');
  return kept;
}

function momentOf(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ');
}
