import { z } from 'zod';
import { findUsState } from '../divisions/index.js';
import { positionWords } from '../positions/index.js';

/** In a rule: the state that the supporter lives in. */
export const OWN_STATE = 'own';

/** A list, or one entry written without brackets. */
export const someOf = <Schema extends z.ZodType>(entry: Schema) =>
  z
    .preprocess(
      (value) => (typeof value === 'string' ? [value] : value),
      z.array(entry).min(1, 'name at least one, or leave the key out'),
    )
    .optional();

const isState = (text: string): boolean => findUsState(text) !== undefined;
const stateFault = (remedy: string) => (issue: { readonly input?: unknown }) =>
  `"${String(issue.input)}" is not a state; ${remedy}`;

/** Roles in a committee that a rule may ask for. */
const roles = ['chair', 'ranking', 'vice-chair', 'member'] as const;

const shared = {
  committee: someOf(z.string().min(1)).describe('Committees such as us-senate/ssju: only their members.'),
  role: someOf(z.enum(roles)).describe('Only those with this role in one of the committees.'),
  leadership: z.literal(true).optional().describe('Only those who lead in their chamber.'),
  party: someOf(z.string().trim().min(1, 'must not be empty')).describe(
    'Parties as the roster writes them: Democrat, Labour.',
  ),
  position: someOf(z.enum(positionWords)).describe(
    'What organizers recorded of the holder, else what positions.csv says; of whom nothing is known is undeclared.',
  ),
};

/** What may narrow a rule, for the person in office. */
export const narrowingShape = {
  ...shared,
  state: someOf(
    z.string().refine((text) => text === OWN_STATE || isState(text), {
      error: stateFault('write CO, or own for the state that the supporter lives in'),
    }),
  ).describe('States such as CO, or own for the supporter’s own.'),
};

/** What may tell some targets from others, for exceptions and letters. */
export const conditionShape = {
  ...shared,
  state: someOf(z.string().refine(isState, { error: stateFault('write it as CO') })).describe('States such as CO.'),
  body: someOf(z.string().min(1)).describe('Bodies such as us-senate.'),
  office: someOf(z.string().min(1)).describe('Offices such as us-house/co/1.'),
};

/** What an office and its holder have to be: each key that is there fits with one of its entries. */
export type Condition = z.infer<z.ZodObject<typeof conditionShape>>;

/** A condition by itself, as `when` of a letter. */
export const conditionSchema = z
  .strictObject(conditionShape)
  .refine((one) => saysSomething(one), 'says of nobody; name a party, position, state, committee, body or office')
  .refine((one) => namesRolesCommittee(one), {
    message: 'is a role in a committee: name it with committee',
    path: ['role'],
  });

/** Whether a condition says anything; one without a word would fit everybody. */
export function saysSomething(condition: Condition): boolean {
  return Object.keys(conditionShape).some((key) => condition[key as keyof Condition] !== undefined);
}

/** A role is one in a committee. */
export function namesRolesCommittee({ role, committee }: Pick<Condition, 'role' | 'committee'>): boolean {
  return role === undefined || committee !== undefined;
}

export const roleFault = { message: 'is a role in a committee: name it with committee', path: ['role'] };
