import { field, type Section } from './section.js';

const short = { isShort: true };

export const letterSection: Section = {
  name: 'letter',
  title: 'Letter',
  intro:
    'What supporters begin with; they can change it. Its first paragraph greets the office, its last one names the supporter.',
  preview: 'letters',
  parts: [
    { field: field(['line', 'letter.subject', 'Subject'], { max: 150 }) },
    { field: field(['file', 'letter.hbs', 'Letter'], { rows: 18, hasPalette: true }) },
    {
      heading: 'Other letters for some of the targets',
      hint: 'The first one that fits is sent; everybody else gets the letter above. Entries stand with commas between. Empty all fields of one to take it out.',
    },
    {
      group: {
        path: ['letters'],
        max: 9,
        title: 'Letter for some',
        fields: [
          field(['letter-name', 'file', 'Name'], { ...short, hint: 'For you alone, such as opponents.' }),
          field(['list', 'when.position', 'Position'], { ...short, hint: 'supports, opposes, undeclared' }),
          field(['list', 'when.party', 'Party'], short),
          field(['list', 'when.state', 'State'], { ...short, hint: 'Such as CO, WY.' }),
          field(['list', 'when.body', 'Body'], { ...short, hint: 'Such as us-senate.' }),
          field(['list', 'when.office', 'Office'], { ...short, hint: 'Such as us-house/co/1.' }),
          field(['list', 'when.committee', 'Committee'], { ...short, hint: 'Such as us-senate/ssju.' }),
          field(['list', 'when.role', 'Role there'], { ...short, hint: 'chair, ranking, vice-chair, member' }),
          field(['line', 'subject', 'Subject'], { max: 150, hint: 'Empty: the usual one.' }),
          field(['letter-text', 'text', 'Letter'], { rows: 10 }),
        ],
      },
    },
  ],
};

export const talkingPointsSection: Section = {
  name: 'talking-points',
  title: 'Talking points',
  intro: 'Short points beside the box for own words. A letter in own words counts most with an office.',
  preview: 'form',
  parts: [
    {
      field: field(['lines', 'talking_points', 'Points, one on a line'], {
        rows: 10,
        hint: 'Ten at the most, of 200 characters each. A question often works best: what would this change in your town?',
      }),
    },
  ],
};

export const formSection: Section = {
  name: 'form',
  title: 'Fields and opt-ins',
  intro: 'Name, e-mail and postal code are always asked. Each further field costs letters.',
  preview: 'form',
  parts: [
    {
      field: field(['ticks', 'required_fields', 'Also needed'], {
        options: [{ value: 'street', label: 'Street address, where offices check that people live in the district' }],
      }),
    },
    {
      heading: 'Opt-ins',
      hint: 'Boxes that people may tick; none is ticked beforehand. Empty all fields of one to take it out.',
    },
    {
      group: {
        path: ['opt_ins'],
        max: 3,
        title: 'Box',
        fields: [
          field(['line', 'organization', 'Organization’s short name'], { ...short, max: 60 }),
          field(['line', 'privacy_url', 'Privacy page'], short),
          field(['text', 'text', 'What people agree to'], { max: 300, rows: 2 }),
        ],
      },
    },
  ],
};
