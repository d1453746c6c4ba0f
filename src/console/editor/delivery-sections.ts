import { field, type Section } from './section.js';

const short = { isShort: true };

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const DAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

export const deliverySection: Section = {
  name: 'delivery',
  title: 'Pace and delivery',
  intro: 'What happens between the supporter’s click and the office. Letters over a limit wait; none is lost.',
  preview: 'form',
  parts: [
    {
      field: field(['tick', 'delivery.confirm_first', 'Wait until the supporter has confirmed their e-mail address'], {
        usual: 'false',
        hint: 'Costs about a tenth of the letters, and buys trust.',
      }),
    },
    {
      field: field(['tick', 'delivery.review', 'Wait until a reviewer has let each letter go'], { usual: 'false' }),
    },
    {
      field: field(['number', 'delivery.withdraw_minutes', 'Minutes in which a letter can be taken back'], {
        ...short,
        usual: '0',
        hint: 'Up to 1440, a day.',
      }),
    },
    {
      field: field(['choice', 'delivery.if_unknown', 'Where nobody knows whether a letter arrived'], {
        usual: 'ask',
        options: [
          { value: 'ask', label: 'An organizer decides' },
          { value: 'resend', label: 'It is sent again' },
        ],
      }),
    },
    { heading: 'Pace' },
    {
      field: field(['number', 'delivery.pace.per_target_per_hour', 'Letters to one office in an hour'], {
        ...short,
        hint: 'Empty: no limit.',
      }),
    },
    {
      field: field(['number', 'delivery.pace.per_minute', 'Letters of this campaign in a minute'], {
        ...short,
        hint: 'Empty: no limit.',
      }),
    },
    {
      field: field(['line', 'delivery.pace.window.from', 'Send from'], {
        ...short,
        hint: 'Such as 08:30, by the clock at the office. Empty: at any time.',
      }),
    },
    { field: field(['line', 'delivery.pace.window.to', 'Send until'], { ...short, hint: 'Such as 18:00.' }) },
    {
      field: field(['ticks', 'delivery.pace.window.days', 'On these days'], {
        options: DAYS.map((value, index) => ({ value, label: DAY_NAMES[index] ?? value })),
        hint: 'Only with hours above; none ticked means Monday to Friday.',
      }),
    },
  ],
};

export const afterSection: Section = {
  name: 'after',
  title: 'Share, thanks, mails',
  intro: 'What people see and get once they have written.',
  preview: 'mail',
  parts: [
    { field: field(['line', 'thanks.title', 'Title of the thanks'], { max: 100 }) },
    { field: field(['text', 'thanks.text', 'Thanks'], { max: 600, rows: 4 }) },
    {
      field: field(['text', 'share.text', 'What people share'], {
        max: 240,
        rows: 2,
        hint: 'Stands beside the link that they pass on.',
      }),
    },
    { heading: 'Mails to supporters' },
    { field: field(['tick', 'mails.copy', 'Offer a copy of the letters by e-mail'], { usual: 'true' }) },
    {
      field: field(['tick', 'mails.ask_for_answers', 'Ask after 14 days whether the offices answered'], {
        usual: 'true',
      }),
    },
    {
      field: field(['line', 'mails.neutral_subject', 'Neutral subject'], {
        max: 100,
        hint: 'The subject of every mail, where it shall not tell what it is about. Empty: each has its own.',
      }),
    },
  ],
};
