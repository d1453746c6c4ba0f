import { z } from 'zod';
import { partnerCodePattern } from '../../partners/index.js';
import { MOST_TEXT, readSketch } from './sketch-text.js';

/** The version of the format that this program writes and reads; docs/coalition-files.md describes it. */
export const FORMAT = 'clarion-coalition';
export const VERSION = 1;

const MOST_COUNT = 1e12;

/** The last moment that JavaScript knows. */
const MOST_MOMENT = 8.64e15;
const count = z.number().int('must be a whole number').min(0, 'must be 0 or more').max(MOST_COUNT);
const line = z.string().min(1, 'must not be empty').max(200);
const slug = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be a short name');
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a day such as 2027-03-08');
const code = z.string().regex(partnerCodePattern, 'must be a partner’s code, links or none');
const hex = (digits: number) => z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`), `must be ${digits} digits`);

const cell = { group: code, campaign: slug, actions: count, ownWords: count };

const terms = z.strictObject({
  taken: count,
  waiting: count,
  delivered: count,
  failed: count,
  handed_over: count,
  cancelled: count,
  previewed: count,
});

const sketch = z
  .string()
  .max(MOST_TEXT)
  .refine((text) => readSketch(text) !== undefined, 'must be a sketch');

/** What an installation tells others of a coalition. Groups are partners' codes, `links` and `none`. */
export const coalitionBody = z.strictObject({
  coalition: z.strictObject({ id: hex(32), slug, name: line }),
  installation: z.strictObject({ id: hex(64), name: line }),
  /** Milliseconds since 1970. */
  publishedAt: z.number().int().min(0).max(MOST_MOMENT),
  campaigns: z.array(z.strictObject({ slug, title: line })).max(100),
  partners: z
    .array(
      z.strictObject({ code, name: line, isHere: z.boolean(), members: count.nullable(), membersOn: day.nullable() }),
    )
    .max(200),
  totals: z.array(z.strictObject({ ...cell, optIns: count, letters: terms })).max(50_000),
  weeks: z.array(z.strictObject({ ...cell, week: day })).max(200_000),
  places: z
    .array(z.strictObject({ ...cell, layer: z.string().regex(/^[a-z]{1,20}$/), division: z.string().max(200) }))
    .max(500_000),
  people: z.strictObject({
    all: sketch,
    groups: z.array(z.strictObject({ group: code, sketch, newPeople: count })).max(202),
  }),
});

export type CoalitionBody = z.infer<typeof coalitionBody>;

const base64 = (bytes: number) =>
  z.string().regex(new RegExp(`^[\\w-]{${Math.ceil((bytes * 4) / 3)}}$`), `must be ${bytes} bytes as base64url`);

/** The file: the body, and who vouches for it. */
export const coalitionFile = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  body: coalitionBody,
  /** Ed25519 (RFC 8032), of the installation. */
  publicKey: base64(32),
  /** Over the canonical text of the body, by that key. */
  signature: base64(64),
  /** Over the canonical text, the key and the signature, by who has the coalition's shared secret. */
  mac: base64(32),
});

export type CoalitionFile = z.infer<typeof coalitionFile>;
