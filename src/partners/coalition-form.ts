import { z } from 'zod';
import { isCalendarDay, isTimeZone } from '../platform/clock.js';
import { InputError, type Fault } from '../platform/errors.js';
import { SHARING } from './coalition.js';
import { codeSchema } from './partner-code.js';

/** Characters that would end a header or a line. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

/** Whether a text holds what nobody sees, or what turns the order of its letters round. */
export const holdsControl = (text: string): boolean => CONTROL.test(text);

const MAX_NAME = 80;
const MAX_SUMMARY = 400;
const MAX_AGREEMENT = 20_000;
const MIN_AGREEMENT = 40;
const MAX_REASON = 500;
const MOST_PEOPLE = 100_000_000;

const line = (name: string, max: number) =>
  z
    .string()
    .trim()
    .refine((text) => text.length <= max, `${name} can have ${max} characters at the most.`)
    .refine((text) => !CONTROL.test(text), `${name} holds a character that cannot be printed.`);

/** A line that must be there; `please` asks for it. */
const needed = (name: string, please: string, max: number) => line(name, max).refine((text) => text !== '', please);

const coalitionName = needed('The name', 'Please give the coalition’s name.', MAX_NAME);
const summary = needed('The summary', 'Please say in a sentence or two what the coalition wants.', MAX_SUMMARY);
export const partnerName = needed('The name', 'Please give the organization’s name.', MAX_NAME);

const text = (max: number) =>
  z
    .string()
    .transform((typed) => typed.replace(/\r\n?/g, '\n').trim())
    .refine((typed) => typed.length <= max, `This can have ${max} characters at the most.`);

/** The text of a data agreement: plain paragraphs. */
export const agreementText = text(MAX_AGREEMENT).refine(
  (typed) => typed.length >= MIN_AGREEMENT,
  'Please write what partners agree to; a sentence is the least.',
);

export const sharingSchema = z.enum(SHARING, 'Please choose who gets people’s addresses.');

/** Why a partner is removed. */
export const reasonText = text(MAX_REASON).refine((typed) => typed !== '', 'Please say why; the partner is told it.');

/** Short names that addresses of the console need themselves. */
const TAKEN = ['new'];

/** A new coalition as its form sends it; the short name may be left out. */
export const newCoalitionSchema = z.object({
  name: coalitionName,
  slug: z
    .string()
    .trim()
    .regex(/^(?:[a-z0-9]+(?:-[a-z0-9]+)*)?$/, 'Please use small letters, digits and hyphens only, such as safe-rooms.')
    .max(60, 'The short name can have 60 characters at the most.')
    .refine((slug) => !TAKEN.includes(slug), 'Please choose another short name: this one is used by our own pages.'),
  summary,
  sharing: sharingSchema,
  timeZone: z.string().refine(isTimeZone, 'Please choose a time zone such as America/Denver.'),
  agreement: agreementText,
  code: codeSchema,
});

const wholeNumber = (typed: string): number => Number(typed.replace(/[ ,.\u202f\u00a0]/g, ''));

const people = (message: string) =>
  z
    .string()
    .trim()
    .refine((typed) => typed === '' || /^\d{1,3}(?:[ ,.\u202f\u00a0]?\d{3})*$|^\d+$/.test(typed), message)
    .refine((typed) => typed === '' || (wholeNumber(typed) >= 1 && wholeNumber(typed) <= MOST_PEOPLE), message)
    .transform((typed) => (typed === '' ? null : wholeNumber(typed)));

const day = z
  .string()
  .trim()
  .refine((typed) => typed === '' || isCalendarDay(typed), 'Please give a day such as 2027-03-31.')
  .transform((typed) => (typed === '' ? null : typed));

/** What the lead may change at any time, as the form sends it. */
export const coalitionSettingsSchema = z.object({
  name: coalitionName,
  summary,
  isPublic: z.boolean(),
  embargoOn: day,
  approvesPages: z.boolean(),
  goal: people('Please give a whole number of people such as 5000, or leave this empty.'),
});
export type TypedSettings = z.infer<typeof coalitionSettingsSchema>;

const webAddress = z
  .string()
  .trim()
  .max(300, 'The address can have 300 characters at the most.')
  .refine(
    (typed) => typed === '' || isWebAddress(typed),
    'Please give the whole address of a page, such as https://teachers.example/privacy.',
  )
  .transform((typed) => (typed === '' ? null : typed));

function isWebAddress(typed: string): boolean {
  if (!/^https?:\/\/[^\s@]+$/i.test(typed) || !URL.canParse(typed)) return false;
  return new URL(typed).hostname.includes('.');
}

/** What a partner states of itself, as the form sends it. @param today the coalition's, since no count is of tomorrow */
export const partnerFactsSchema = (today: string) =>
  z
    .object({
      name: partnerName,
      members: people('Please give a whole number such as 1200, or leave this empty.'),
      membersOn: day,
      website: webAddress,
      privacyUrl: webAddress,
    })
    .superRefine(({ members, membersOn }, context) => {
      const add = (message: string): void => context.addIssue({ code: 'custom', path: ['membersOn'], message });
      if (members !== null && membersOn === null) add('Please say of which day the number of members is.');
      if (members === null && membersOn !== null)
        add('A day needs a number of members beside it, or leave both empty.');
      if (membersOn !== null && membersOn > today) add('This day is yet to come. Please give the day of the count.');
    });

/** What a form holds, checked. @throws InputError with a fault for each field */
export function readForm<Schema extends z.ZodType>(
  schema: Schema,
  typed: Readonly<Record<keyof z.input<Schema>, unknown>>,
): z.output<Schema> {
  const { data, error } = schema.safeParse(typed);
  if (error) throw new InputError(faultsIn(error));
  return data;
}

function faultsIn({ issues }: z.ZodError): Fault[] {
  return issues.map(({ path, message }) => ({ field: String(path[0] ?? ''), message }));
}

/** One field, checked. @throws InputError */
export function readField<Schema extends z.ZodType>(field: string, schema: Schema, typed: string): z.output<Schema> {
  const { data, error } = schema.safeParse(typed);
  if (error) throw new InputError(error.issues.map(({ message }) => ({ field, message })));
  return data;
}
