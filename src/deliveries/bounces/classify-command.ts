import { print, tableText } from '../../platform/command-line.js';
import { classify, type BounceKind, type Classified } from './classify.js';
import { readInput } from './read-input.js';

/** `clarion bounces classify <file|->`: says what a mail is, and opens no data base. */
export async function classifyCommand(path: string, flags: { readonly json?: boolean }): Promise<void> {
  const { kind, status, recipients } = await classify(await readInput(path));
  const shown = {
    kind,
    status,
    recipients: recipients.map((one) => ({ address: one.address, status: one.status, kind: one.kind })),
  };
  print(shown, flags, () => classifiedText({ kind, status, recipients }));
}

const KIND_WORDS: Readonly<Record<BounceKind, string>> = {
  hard: 'a lasting failure of an address',
  soft: 'a failure or delay that is no lasting failure of the address',
  'auto-reply': 'an automatic answer',
  complaint: 'a report of abuse',
  none: 'no bounce',
};

function classifiedText({ kind, status, recipients }: Classified): string {
  const head = `${kind}: ${KIND_WORDS[kind]}${status && ` (${status})`}`;
  if (recipients.length === 0) return head;
  const rows = recipients.map((one) => [one.address || '-', one.status || '-', one.kind, one.fate]);
  return `${head}\n${tableText([['ADDRESS', 'STATUS', 'KIND', 'FATE'], ...rows])}`;
}
