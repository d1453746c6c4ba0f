import { z } from 'zod';
import { parseEmailAddress } from '../platform/email-address.js';

/** Characters that no name or line of address holds: controls, line ends, and marks that turn the reading direction. */
const UNFIT = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

/** Something that can be seen; a zero-width space alone is no name. */
const VISIBLE = /[^\p{C}\p{Z}\p{M}]/u;

/** One line of text as a person types it: outer space gone, composed characters (NFC), whole characters only. */
export function lineOf(name: string, max: number) {
  return z
    .string(`Please give your ${name}.`)
    .transform((text) => text.toWellFormed().normalize('NFC').trim().replace(/ {2,}/g, ' '))
    .refine((text) => VISIBLE.test(text), `Please give your ${name}.`)
    .refine((text) => text.length <= max, `Your ${name} is longer than the ${max} characters we can take.`)
    .refine((text) => !UNFIT.test(text), `Your ${name} holds a character that cannot be printed.`);
}

/** Several lines of text: line ends made alike, control characters refused. */
export function textOf(name: string, max: number) {
  return z
    .string()
    .transform((text) => text.toWellFormed().normalize('NFC').replace(/\r\n?/g, '\n').trim())
    .refine((text) => text.length <= max, `${name} can have ${max} characters at the most.`)
    .refine((text) => !UNFIT.test(text.replace(/[\n\t]/g, ' ')), `${name} holds a character that cannot be printed.`);
}

/** `=?` begins an encoded word (RFC 2047), which mail programs would read as other letters than were typed. */
const person = (name: string) =>
  lineOf(name, 80)
    .refine((text) => !/https?:|www\.|@/i.test(text), `Your ${name} cannot hold a web or e-mail address.`)
    .refine((text) => !text.includes('=?'), `Your ${name} cannot hold "=?".`);

const blankAsAbsent = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? undefined : value), schema.optional());

/** A supporter as they introduce themselves, on the page and in the API alike. */
export const personSchema = z.object({
  given_name: person('first name'),
  family_name: person('last name'),
  email: z
    .string('Please give your e-mail address.')
    .trim()
    .min(1, 'Please give your e-mail address.')
    .transform((text, context) => {
      const address = parseEmailAddress(text);
      if (address === undefined)
        context.addIssue({
          code: 'custom',
          message: 'This does not look like an e-mail address, such as name@example.org.',
        });
      return address ?? '';
    }),
  postal_code: z.string('Please give your postal code.').trim().min(1, 'Please give your postal code.').max(12),
  street: blankAsAbsent(lineOf('street address', 120)),
  locality: blankAsAbsent(lineOf('town', 80)),
  region: blankAsAbsent(lineOf('state', 60)),
  phone: blankAsAbsent(
    z
      .string()
      .trim()
      .regex(/^[+(\d][\d ().-]{5,24}$/, 'Please give a phone number such as 202-555-0100.'),
  ),
  prefix: blankAsAbsent(lineOf('form of address', 20)),
});

export type Person = z.infer<typeof personSchema>;
