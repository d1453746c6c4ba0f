import { z } from 'zod';

const listOf = (what: string) =>
  z
    .array(z.string().min(1))
    .min(1, `name at least one ${what}`)
    .refine((ids) => new Set(ids).size === ids.length, 'names the same one twice: it would get every letter twice');

/** How a campaign says whom it addresses, as it stands under `targets` in campaign.yaml; just one of the keys. */
export const targetRuleSchema = z
  .strictObject({
    own: listOf('body, such as us-senate')
      .optional()
      .describe('Bodies in which the supporter is represented: their own senators, their own member.'),
    offices: listOf('office, such as us-house/co/1')
      .optional()
      .describe('Named offices, the same for every supporter.'),
    officials: z
      .string()
      .min(1)
      .optional()
      .describe('A list of officials: a CSV file in this folder, the same for every supporter.'),
  })
  .refine((rule) => Object.values(rule).filter((part) => part !== undefined).length === 1, {
    message: 'say one thing: own (bodies), offices (named ones) or officials (a CSV file)',
  });

/** A campaign's rule with its list resolved. */
export type TargetRule =
  | { readonly kind: 'own'; readonly bodies: readonly string[] }
  | { readonly kind: 'offices'; readonly offices: readonly string[] }
  | { readonly kind: 'bodies'; readonly bodies: readonly string[] };

/** Whether the rule depends on where the supporter lives. */
export function asksForPlace(rule: TargetRule): boolean {
  return rule.kind === 'own';
}
