import { z } from 'zod';
import { isTimeZone } from '../../platform/clock.js';
import { InputError } from '../../platform/errors.js';
import type { Campaigns } from '../../campaigns/index.js';
import { partnerCodePattern, SHARING, sharedSecret, type Coalition } from '../../partners/index.js';
import type { Seal } from '../../platform/seal.js';

const FORMAT = 'clarion-coalition-key';
const line = z.string().min(1, 'must not be empty').max(300);
const slug = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be a short name');

/** Makes a coalition known on another installation. Who has it can count with, and test addresses: it is a secret. */
const keyFile = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(1, 'is of a format that this program does not know'),
  secret: z.string().regex(/^[\w-]{43,100}$/, 'must be a secret of at least 256 bits'),
  slug,
  name: line,
  summary: z.string().max(1_000),
  sharing: z.enum(SHARING),
  timeZone: z.string().refine(isTimeZone, 'must be a time zone such as America/Denver'),
  agreement: z.strictObject({ number: z.number().int().min(1), text: z.string().min(1).max(50_000) }),
  campaigns: z.array(z.strictObject({ slug, title: line })).max(100),
  partners: z
    .array(z.strictObject({ code: z.string().regex(partnerCodePattern, 'must be a code'), name: line }))
    .max(200),
});

export type KeyFile = z.infer<typeof keyFile>;

/** What another installation needs to take part. */
export async function makeKeyFile(
  tools: { readonly seal: Seal; readonly campaigns: Campaigns },
  coalition: Coalition,
): Promise<KeyFile> {
  const { slug: short, name, summary, sharing, timeZone, agreement, partners, campaignIds } = coalition;
  const campaigns = (await tools.campaigns.list()).filter(({ id }) => campaignIds.includes(id));
  return keyFile.parse({
    format: FORMAT,
    version: 1,
    secret: sharedSecret(tools, coalition),
    ...{ slug: short, name, summary, sharing, timeZone },
    agreement: { number: agreement?.number ?? 1, text: agreement?.text ?? '' },
    campaigns: campaigns.map(({ slug: one, file }) => ({ slug: one, title: file.title })),
    partners: partners.map(({ code, name: called }) => ({ code, name: called })),
  });
}

/** @throws InputError naming the field */
export function parseKeyFile(text: string, name: string): KeyFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError([{ field: name, message: 'is not JSON: it may be cut off, or another file.' }]);
  }
  // Of another file nothing else is worth saying.
  const { format } = (value ?? {}) as { readonly format?: unknown };
  if (format !== FORMAT)
    throw new InputError([{ field: name, message: 'is not a file that `clarion coalition key` wrote.' }]);
  const parsed = keyFile.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InputError(
    parsed.error.issues.slice(0, 5).map(({ path, message }) => ({ field: [name, ...path].join(': '), message })),
  );
}
