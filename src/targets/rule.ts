import { z } from 'zod';
import {
  conditionShape,
  namesRolesCommittee,
  narrowingShape,
  OWN_STATE,
  roleFault,
  saysSomething,
  someOf,
  type Condition,
} from './condition.js';
import type { Position } from './position.js';

const listOf = (what: string) =>
  z
    .array(z.string().min(1))
    .min(1, `name at least one ${what}`)
    .refine((ids) => new Set(ids).size === ids.length, 'names the same one twice: it would get every letter twice');

/** Ways to put targets in order; without them they stand in the order of the rule. */
export const orders = ['role', 'leadership', 'position', 'name'] as const;

export type Order = (typeof orders)[number];

const stepShape = {
  own: listOf('body, such as us-senate')
    .optional()
    .describe('Bodies in which the supporter is represented: their own senators, their own member.'),
  offices: listOf('office, such as us-house/co/1').optional().describe('Named offices, the same for every supporter.'),
  body: someOf(z.string().min(1)).describe('Bodies with all their members, the same for every supporter.'),
  ...narrowingShape,
  order: someOf(z.enum(orders)).describe(
    'role: chair first; leadership: leaders first; position: who can still be won first, supporters last; name: by family name.',
  ),
  limit: z
    .number()
    .int('must be a whole number')
    .min(1, 'must be 1 or more')
    .max(100, 'must be 100 or less')
    .optional()
    .describe('At the most so many targets, the first in the order.'),
};

const officials = z
  .string()
  .min(1)
  .optional()
  .describe('A list of officials: a CSV file in this folder, the same for every supporter.');

const hasOneBase = (step: Readonly<Record<string, unknown>>): boolean => {
  const bases = ['own', 'offices', 'officials', 'body'].filter((key) => step[key] !== undefined);
  return bases.length === 1 || (bases.length === 0 && step['committee'] !== undefined);
};
const oneBase = {
  message:
    'say one thing: own (bodies), body (all its members), offices (named ones), officials (a CSV file) or a committee',
};

const exception = z
  .strictObject({
    ...conditionShape,
    say: z.string().trim().min(1, 'must not be empty').max(300, 'must have 300 characters at the most'),
  })
  .refine(saysSomething, 'says of nobody; name a party, position, state, committee, body or office')
  .refine(namesRolesCommittee, roleFault);

const lastStep = z
  .strictObject({ ...stepShape, else: z.custom<never>(() => false, 'two fallbacks are the most').optional() })
  .refine(hasOneBase, oneBase)
  .refine(namesRolesCommittee, roleFault);
const nextStep = z
  .strictObject({ ...stepShape, else: lastStep.optional() })
  .refine(hasOneBase, oneBase)
  .refine(namesRolesCommittee, roleFault);

/**
 * How a campaign says whom it addresses, as it stands under `targets` in campaign.yaml: one of `own`, `body`, `offices`
 * and `officials`, or a committee with all its members, narrowed by the other keys. `else` is a rule for when nobody is left, `except` holds for both.
 */
export const targetRuleSchema = z
  .strictObject({
    ...stepShape,
    officials,
    except: z
      .array(exception)
      .min(1, 'name at least one, or leave the key out')
      .optional()
      .describe('Who is not written to, and what the supporter is told instead.'),
    else: nextStep.optional().describe('Whom to write to where this rule leaves nobody.'),
  })
  .refine(hasOneBase, oneBase)
  .refine(namesRolesCommittee, roleFault);

/** `targets` of a campaign.yaml. */
export type WrittenRule = z.infer<typeof targetRuleSchema>;

/** Whom a rule starts from. */
type Base =
  | { readonly kind: 'own'; readonly bodies: readonly string[] }
  | { readonly kind: 'offices'; readonly offices: readonly string[] }
  | { readonly kind: 'bodies'; readonly bodies: readonly string[] }
  | { readonly kind: 'committees'; readonly committees: readonly string[] };

/** A campaign's rule with its list resolved; the first step of it carries what holds for all. */
export type TargetRule = Base & {
  readonly only?: Condition;
  readonly order?: readonly Order[];
  readonly limit?: number;
  readonly else?: TargetRule;
  readonly except?: readonly (Condition & { readonly say: string })[];
  readonly positions?: readonly Position[];
  /** Letters for some of the targets, by name; the first that fits is theirs, the others get the default. */
  readonly versions?: readonly { readonly name: string; readonly when: Condition }[];
};

/** Resolves a rule: `listed` are the bodies of its CSV file, `positions` those of positions.csv, `versions` of the letter. */
export function ruleOf(
  written: WrittenRule,
  given: { readonly listed: readonly string[] } & Required<Pick<TargetRule, 'positions' | 'versions'>>,
): TargetRule {
  return {
    ...stepOf(written, given.listed),
    ...(written.except && { except: written.except }),
    ...(given.positions.length > 0 && { positions: given.positions }),
    ...(given.versions.length > 0 && { versions: given.versions }),
  };
}

type WrittenStep = Omit<WrittenRule, 'except' | 'officials' | 'else'> & { readonly else?: WrittenStep | undefined };

function stepOf(step: WrittenStep, listed: readonly string[]): TargetRule {
  const only = Object.fromEntries(
    Object.keys(narrowingShape).flatMap((key) => {
      const value = step[key as keyof typeof narrowingShape];
      return value === undefined ? [] : [[key, value]];
    }),
  );
  return {
    ...baseOf(step, listed),
    ...(Object.keys(only).length > 0 && { only }),
    ...(step.order && { order: step.order }),
    ...(step.limit !== undefined && { limit: step.limit }),
    ...(step.else && { else: stepOf(step.else, []) }),
  };
}

function baseOf({ own, offices, body, committee }: WrittenStep, listed: readonly string[]): Base {
  if (own) return { kind: 'own', bodies: own };
  if (offices) return { kind: 'offices', offices };
  if (committee && !body && listed.length === 0) return { kind: 'committees', committees: committee };
  return { kind: 'bodies', bodies: body ?? listed };
}

/** The rule and its fallbacks, in the order in which they are tried. */
export function stepsOf(rule: TargetRule): TargetRule[] {
  return [rule, ...(rule.else ? stepsOf(rule.else) : [])];
}

/** Whether a rule keeps every office that it starts from. */
export function isPlain(rule: TargetRule): boolean {
  return !rule.only && rule.limit === undefined && !rule.else && !rule.except;
}

/** Whether the first step of a rule depends on where the supporter lives. */
export function startsAtPlace(rule: TargetRule): boolean {
  return rule.kind === 'own' || isOfOwnState(rule);
}

/** Whether a rule or one of its fallbacks depends on where the supporter lives. */
export function asksForPlace(rule: TargetRule): boolean {
  return stepsOf(rule).some(startsAtPlace);
}

export function isOfOwnState(rule: TargetRule): boolean {
  return rule.only?.state?.includes(OWN_STATE) ?? false;
}
