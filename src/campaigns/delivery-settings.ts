import { z } from 'zod';

const wholeNumber = (max: number) =>
  z.number().int('must be a whole number').min(1, 'must be 1 or more').max(max, `must be ${max} at the most`);

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const clockTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, {
  error: 'must be a time such as "08:30"',
  abort: true,
});

/** Opening hours in each target's own time zone. */
const sendingWindow = z
  .strictObject({
    from: clockTime,
    to: clockTime,
    days: z.array(z.enum(DAYS)).min(1, 'name at least one day').default(['mon', 'tue', 'wed', 'thu', 'fri']),
  })
  .refine(({ from, to }) => from < to, { path: ['to'], message: 'must be later than from' });

/** How fast letters may go out; over a cap they wait, they do not fail. */
const pace = z.strictObject({
  per_target_per_hour: wholeNumber(100_000).optional().describe('Letters that one office gets in an hour at the most.'),
  per_minute: wholeNumber(100_000).optional().describe('Letters of this campaign in a minute at the most.'),
  window: sendingWindow.optional().describe('When letters may be sent, by the clock at the target’s place.'),
});

/** The key `delivery` of campaign.yaml: what happens between the supporter's click and the mail server. */
export const deliverySettings = z.strictObject({
  confirm_first: z
    .boolean()
    .default(false)
    .describe('Letters wait until the supporter has confirmed their e-mail address.'),
  review: z.boolean().default(false).describe('Letters wait until a reviewer has let them go.'),
  withdraw_minutes: z
    .number()
    .int('must be a whole number')
    .min(0, 'must be 0 or more')
    .max(1440, 'must be 1440 (a day) at the most')
    .default(0)
    .describe('For how long a supporter can take a letter back before it leaves.'),
  if_unknown: z
    .enum(['ask', 'resend'])
    .default('ask')
    .describe('What happens where nobody knows whether a letter arrived: an organizer decides, or it is sent again.'),
  pace: pace.prefault({}),
});

/** The key `mails` of campaign.yaml: what supporters are sent. */
export const mailSettings = z.strictObject({
  copy: z.boolean().default(true).describe('Whether supporters are offered a copy of their letter by e-mail.'),
  neutral_subject: z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(100, 'must have 100 characters at the most')
    .optional()
    .describe('The subject of mails to supporters, where it shall not tell what they are about.'),
  ask_for_answers: z
    .boolean()
    .default(true)
    .describe('Whether supporters are asked after 14 days if the offices answered.'),
});

export type DeliverySettings = z.infer<typeof deliverySettings>;
export type Pace = DeliverySettings['pace'];
