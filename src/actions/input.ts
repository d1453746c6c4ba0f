import { z } from 'zod';
import { sourcePattern } from '../counts/index.js';
import { InputError } from '../platform/errors.js';
import { lineOf, personSchema, textOf } from '../supporters/index.js';

/** Limits in characters. A letter of three pages is 9,000; nobody reads more. */
const MAX_TEXT = 10_000;
const MAX_OWN_WORDS = 4_000;
const MAX_SUBJECT = 150;

const blankAsAbsent = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? undefined : value), schema.optional());

/** What a supporter sends to act: one schema for the page and the API. */
export const actionSchema = z.object({
  supporter: personSchema,
  district: z
    .union([z.string().max(100), z.array(z.string().max(100)).max(4)])
    .optional()
    .describe('Which district, where the postal code lies in several: "WI-02".'),
  letter: z
    .object({
      subject: blankAsAbsent(lineOf('subject', MAX_SUBJECT)),
      // Emptied is not left out: a box that shows nothing must not send the campaign's text.
      text: textOf('The letter', MAX_TEXT)
        .optional()
        .describe('The body, where it was changed; an empty text sends the own words alone.'),
      own_words: blankAsAbsent(textOf('Your own words', MAX_OWN_WORDS)).describe(
        'A paragraph of one’s own, put before the body.',
      ),
      may_quote: z
        .boolean()
        .optional()
        .describe('Whether the own words may be quoted in reports, where the campaign asks for that.'),
      quote_name: z.boolean().optional().describe('Quoted by first name and postal area, not as “a constituent”.'),
    })
    .refine(({ text, own_words }) => text !== '' || own_words !== undefined, {
      path: ['text'],
      message: 'The letter is empty. Please write something here, or in your own words.',
    })
    .default({ subject: undefined, text: undefined, own_words: undefined }),
  offices: z
    .array(z.string().max(200))
    .min(1, 'Name at least one office, or leave this out to write to all.')
    .max(100)
    .optional()
    .describe('Write to these only; all must be among the targets.'),
  opt_ins: z
    .record(z.string().max(60), z.boolean())
    .default({})
    .describe(
      'By organization, or by a partner’s code, alone or with the version of its text that was shown (`teachers@…`); only `true` is a consent, and only where the box may be offered.',
    ),
  copy: z
    .boolean()
    .default(false)
    .describe('Whether a copy of the letters goes to the supporter by e-mail, where the campaign offers that.'),
  variant: z
    .string()
    .max(60)
    .optional()
    .describe('Which variant of the campaign’s test the person was shown: "short-title:b".'),
  proof: z
    .string()
    .max(4_000)
    .optional()
    .describe(
      'The solution of a challenge, where one is asked for: base64 of the JSON {"challenge": …, "solution": {"counter": …, "derivedKey": …}}.',
    ),
  source: z
    .string()
    .trim()
    .toLowerCase()
    .regex(sourcePattern, 'must be letters, digits, dots, hyphens and underscores, 40 at the most')
    .optional(),
});

export type ActionInput = z.infer<typeof actionSchema>;

/** Checks an action. @throws InputError with a fault for each field, named as in the schema: `supporter.email` */
export function parseAction(body: unknown): ActionInput {
  const parsed = actionSchema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new InputError(
    parsed.error.issues.map((issue) => ({ field: issue.path.join('.') || 'body', message: issue.message })),
  );
}
