/** What a delivery status says about one recipient (RFC 3464, section 2.3). */
export type RecipientFields = {
  readonly address: string;
  /** `failed`, `delayed`, `delivered`, `relayed`, `expanded`; '' where it is missing. */
  readonly action: string;
  /** `5.1.1`; '' where it is missing. */
  readonly status: string;
  /** What the other server said. */
  readonly diagnostic: string;
};

/** More recipients than these are not looked at. */
const MAX_RECIPIENTS = 50;

/** Reads the recipients out of the fields; takes what is missing or in the wrong order as it comes. */
export function readRecipients(fields: string): RecipientFields[] {
  const found: Fields[] = [];
  for (const fieldsOfBlock of blocksOf(fields)) {
    const last = found.at(-1);
    if (last && !hasRecipient(fieldsOfBlock) && !last.has('action')) mergeInto(last, fieldsOfBlock);
    else if (hasRecipient(fieldsOfBlock) || fieldsOfBlock.has('action')) found.push(fieldsOfBlock);
  }
  return found.slice(0, MAX_RECIPIENTS).map(recipientOf);
}

/** Field names in lower case with their values. */
type Fields = Map<string, string>;

/** The fields in groups: between empty lines, and from a second recipient on. */
function blocksOf(text: string): Fields[] {
  const blocks: Fields[] = [new Map<string, string>()];
  const next = (): void => void blocks.push(new Map<string, string>());
  for (const line of text
    .replace(/^(?:> ?){1,4}/gm, '')
    .replace(/\r?\n[ \t]+(?=\S)/g, ' ')
    .split(/\r?\n/)) {
    if (line.trim() === '') {
      next();
      continue;
    }
    const [, name = '', value = ''] = /^\s*([A-Za-z][A-Za-z-]{2,40}):\s*(.*)$/.exec(line) ?? [];
    const key = name.toLowerCase();
    if (key === 'final-recipient' && blocks.at(-1)?.has(key)) next();
    const block = blocks.at(-1);
    if (key !== '' && !block?.has(key)) block?.set(key, value.trim());
  }
  return blocks.filter((block) => block.size > 0);
}

function hasRecipient(fields: Fields): boolean {
  return fields.has('final-recipient') || fields.has('original-recipient') || fields.has('x-actual-recipient');
}

function mergeInto(fields: Fields, more: Fields): void {
  for (const [key, value] of more) if (!fields.has(key)) fields.set(key, value);
}

function recipientOf(fields: Fields): RecipientFields {
  const value = (name: string): string => fields.get(name) ?? '';
  return {
    address: bareRecipient(value('final-recipient')) || bareRecipient(value('original-recipient')),
    action: /^[a-z]+/.exec(value('action').toLowerCase())?.[0] ?? '',
    status: /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(value('status'))?.[0] ?? '',
    // Some systems say why only in brackets behind the code.
    diagnostic: [value('diagnostic-code'), /\(([^()]*)\)/.exec(value('status'))?.[1] ?? ''].filter(Boolean).join(' '),
  };
}

/** `rfc822; <ann@city.example>` becomes `ann@city.example`. */
function bareRecipient(value: string): string {
  const address = value.slice(value.lastIndexOf(';') + 1).replace(/[<>"\s]/g, '');
  return address.includes('@') ? address.toLowerCase() : '';
}
