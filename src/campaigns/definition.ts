import { z } from 'zod';
import { isTimeZone, parseLocalTime } from '../platform/clock.js';
import { conditionSchema, targetRuleSchema } from '../targets/index.js';
import { deliverySettings, mailSettings } from './delivery-settings.js';
import { closingOf, openingOf } from './season.js';
import { testSettings } from './test-settings.js';

const line = (max: number) =>
  z.string().trim().min(1, 'must not be empty').max(max, `must have ${max} characters at the most`);

const webLink = z
  .string()
  .refine(
    (text) => /^https?:\/\/[^\s"<>]+$/.test(text) && URL.canParse(text),
    'must be a web address that starts with https://',
  );

const moment = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2})?$/, {
    error: 'must be a moment such as 2026-12-01 or 2026-12-01 09:00',
    abort: true,
  })
  .refine((text) => parseLocalTime(text, 'UTC') !== undefined, {
    error: 'is not a moment of the calendar',
    abort: true,
  });

const hotline = z.strictObject({
  name: line(100).describe('Who answers.'),
  phone: line(40).optional(),
  text: line(60).optional().describe('How to reach it by text message.'),
  url: webLink.optional(),
});

/** What may stand in campaign.yaml; a key that is not here is an error. */
export const campaignFileSchema = z
  .strictObject({
    title: line(120).describe('What the page is called.'),
    summary: line(300).describe('Two sentences for the list, for search results and for links.'),
    country: z.enum(['us', 'gb', 'ca']).default('us').describe('Whose postal codes supporters have.'),
    language: z
      .string()
      .regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, 'must be a language such as en or es')
      .optional()
      .describe('The language of the texts here, where it is not the organization’s usual one.'),
    organization: z.strictObject({
      name: line(120),
      slug: z
        .string()
        .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be lower-case letters, digits and hyphens')
        .describe('Its short name in opt-ins and counts.'),
      postal_address: line(300).describe(
        'Where the organization can be written to; it stands at the foot of every page.',
      ),
      website: webLink.optional(),
      privacy_url: webLink.optional().describe('What the organization does with the data it is given.'),
    }),
    ask: line(300).describe('What lawmakers are asked to do, in one sentence.'),
    goal: z.number().int('must be a whole number').min(1, 'must be 1 or more').describe('How many people shall act.'),
    status: z.enum(['draft', 'live', 'paused']).default('live'),
    opens_at: moment.optional(),
    closes_at: moment.optional(),
    time_zone: z
      .string()
      .refine(isTimeZone, { error: 'must be a time zone such as America/Denver', abort: true })
      .default('UTC'),
    targets: targetRuleSchema,
    letter: z.strictObject({ subject: line(150).describe('The subject; merge fields may stand in it.') }),
    letters: z
      .array(
        z.strictObject({
          when: conditionSchema.describe('Whom this letter is for.'),
          file: z.string().regex(/^letter-[a-z0-9-]+\.hbs$/, 'must be the name of a file such as letter-opponents.hbs'),
          subject: line(150).optional().describe('Its subject, where it is not the usual one.'),
        }),
      )
      .min(1, 'name at least one, or leave the key out')
      .max(9, 'nine other letters are the most')
      .optional()
      .describe('Letters for some of the targets; the first that fits is sent, else letter.hbs.'),
    button: line(40).optional().describe('What the first button of the page says.'),
    test: testSettings.optional(),
    talking_points: z
      .array(line(200))
      .min(1, 'name at least one, or leave the key out')
      .max(10, 'ten talking points are the most')
      .optional()
      .describe('Short points beside the box for own words, to help people begin.'),
    topic: line(80)
      .optional()
      .describe(
        'What offices’ forms may call this, such as Crime and law enforcement; supporters are told to choose it.',
      ),
    required_fields: z
      .array(z.enum(['street']))
      .default([])
      .describe('What these offices need besides name, e-mail and postal code.'),
    opt_ins: z
      .array(z.strictObject({ organization: line(60), text: line(300), privacy_url: webLink.optional() }))
      .max(3, 'three opt-ins are the most that people read')
      .default([]),
    quotes: z
      .strictObject({
        text: line(300).optional().describe('What supporters agree to; without it a sentence of ours.'),
      })
      .optional()
      .describe('Asks supporters whether their own words may be quoted in reports; left out, nobody is asked.'),
    safety: z
      .strictObject({
        content_note: line(400).optional().describe('What a reader should know before reading on.'),
        hotline: hotline.optional(),
        quick_exit: webLink.optional().describe('A harmless site that the exit button leads to.'),
      })
      .default({}),
    delivery: deliverySettings.prefault({}),
    mails: mailSettings.prefault({}),
    share: z.strictObject({ text: line(240).optional() }).default({}),
    thanks: z.strictObject({ title: line(100).optional(), text: line(600).optional() }).default({}),
    example: line(300).optional().describe('Says what is invented here, where a campaign is only an example.'),
  })
  .superRefine((file, context) => {
    const [opening, closing] = [openingOf(file), closingOf(file)];
    if (opening && closing && closing.at <= opening.at)
      context.addIssue({ code: 'custom', path: ['closes_at'], message: 'must be after opens_at' });
    const names = file.opt_ins.map((optIn) => optIn.organization);
    const twice = names.findIndex((name, index) => names.indexOf(name) !== index);
    if (twice >= 0)
      context.addIssue({
        code: 'custom',
        path: ['opt_ins', twice, 'organization'],
        message: 'stands here twice',
      });
  });

/** campaign.yaml with its defaults filled in. */
export type CampaignFile = z.infer<typeof campaignFileSchema>;
