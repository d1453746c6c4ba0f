import { z } from 'zod';

const line = (max: number) =>
  z.string().trim().min(1, 'must not be empty').max(max, `must have ${max} characters at the most`);

const variant = z.strictObject({
  id: z.string().regex(/^[a-z0-9]{1,10}$/, 'must be a short name such as a: letters and digits, ten at the most'),
  share: z
    .number()
    .int('must be a whole number')
    .min(1, 'must be 1 or more')
    .max(99, 'must be 99 at the most')
    .optional()
    .describe('How often it is shown, beside the shares of the others; without shares all are shown alike.'),
  title: line(120).optional(),
  summary: line(300).optional(),
  ask: line(300).optional(),
  button: line(40).optional(),
  subject: line(150).optional().describe('The subject of letter.hbs, or of the letter below.'),
  letter: z
    .string()
    .regex(/^letter-[a-z0-9-]+\.hbs$/, 'must be the name of a file such as letter-short.hbs')
    .optional()
    .describe('The letter instead of letter.hbs.'),
});

/** The key `test` of campaign.yaml: people are shown one of several texts by chance, to learn which one more act on. */
export const testSettings = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be lower-case letters, digits and hyphens')
      .max(40, 'must have 40 characters at the most')
      .describe('Numbers are kept under this name: other texts are another test, with another name.'),
    variants: z.array(variant).min(2, 'a test needs two variants').max(4, 'four variants are the most'),
  })
  .superRefine(({ variants }, context) => {
    const fault = (index: number, key: string, message: string): void =>
      context.addIssue({ code: 'custom', path: ['variants', index, key], message });
    const ids = variants.map(({ id }) => id);
    const twice = ids.findIndex((id, index) => ids.indexOf(id) !== index);
    if (twice >= 0) fault(twice, 'id', 'stands here twice');
    const unshared = variants.findIndex(({ share }) => share === undefined);
    if (unshared >= 0 && variants.some(({ share }) => share !== undefined))
      fault(unshared, 'share', 'is missing: give every variant a share, or none');
    const same = variants.map(({ id: _, share: __, ...texts }) => JSON.stringify(Object.entries(texts).sort()));
    const equal = same.findIndex((texts, index) => same.indexOf(texts) !== index);
    if (equal >= 0) fault(equal, 'id', `changes nothing beside "${ids[same.indexOf(same[equal] ?? '')] ?? ''}"`);
  });
