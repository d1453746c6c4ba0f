import { z } from 'zod';
import { isTimeZone } from '../platform/clock.js';

/** Characters that would end a header or a line. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

const line = (name: string, max: number) =>
  z
    .string()
    .trim()
    .refine((text) => text.length <= max, `${name} can have ${max} characters at the most.`)
    .refine((text) => !CONTROL.test(text), `${name} holds a character that cannot be printed.`);

const needed = (name: string, max: number) => line(name, max).refine((text) => text !== '', `Please give ${name}.`);

const orNothing = (text: string): string | null => (text === '' ? null : text);

/** What an organization decides for all its campaigns, as the form sends it. */
export const organizationSettingsSchema = z.object({
  name: needed('the organization’s name', 120),
  postalAddress: needed('the postal address', 300),
  timeZone: z.string().refine(isTimeZone, 'Please choose a time zone such as America/Denver.'),
  senderName: line('The sender’s name', 80)
    .refine((text) => !/[<>@]|https?:/i.test(text), 'The sender’s name cannot hold <, >, @ or a web address.')
    .transform(orNothing),
  footer: line('The line at the foot', 300).transform(orNothing),
  language: z.string().regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, 'Please choose a language such as en or es.'),
  needsApproval: z.boolean(),
});

export type OrganizationSettings = z.infer<typeof organizationSettingsSchema>;
