import { field, type Field, type Section } from './section.js';

const short = { isShort: true };

const position = 'supports, opposes, undeclared, as the positions below say';

/** Where a rule, or a fallback of it, starts, and what narrows it. */
function ruleFields(at: string): Field[] {
  return [
    field(['ticks', `${at}.own`, 'Those who represent the supporter in'], {
      options: [
        { value: 'us-senate', label: 'U.S. Senate' },
        { value: 'us-house', label: 'U.S. House of Representatives' },
        { value: 'gb-commons', label: 'UK House of Commons' },
      ],
      allowsOthers: true,
      hint: 'Others with commas between, such as us-co-upper, us-co-lower for Colorado’s senate and house.',
    }),
    field(['list', `${at}.body`, 'All members of'], { hint: 'Bodies such as us-senate.' }),
    field(['list', `${at}.offices`, 'These offices'], { hint: 'Such as us-house/co/1, us-senate/co/class-2.' }),
    ...narrowing(at),
  ];
}

function narrowing(at: string): Field[] {
  return [
    field(['list', `${at}.committee`, 'Only members of these committees'], {
      ...short,
      hint: 'Such as us-senate/ssju. With nothing above: all their members.',
    }),
    field(['list', `${at}.role`, 'Only with this role there'], {
      ...short,
      hint: 'chair, ranking, vice-chair, member',
    }),
    field(['list', `${at}.party`, 'Only of these parties'], short),
    field(['list', `${at}.state`, 'Only from these states'], { ...short, hint: 'CO, or own for the supporter’s.' }),
    field(['list', `${at}.position`, 'Only with these positions'], { ...short, hint: position }),
    field(['list', `${at}.order`, 'Order'], { ...short, hint: 'role, leadership, position, name' }),
    field(['number', `${at}.limit`, 'At the most'], { ...short, hint: 'So many offices, the first in the order.' }),
    field(['tick', `${at}.leadership`, 'Only those who lead in their chamber'], { usual: 'false' }),
  ];
}

export const targetsSection: Section = {
  name: 'targets',
  title: 'Targets',
  intro:
    'A rule, not a list of people: offices are looked up again for each supporter, so that an election changes nothing here. Fill in one of the first four.',
  preview: 'letters',
  parts: [
    ...ruleFields('targets')
      .slice(0, 3)
      .map((one) => ({ field: one })),
    {
      field: field(['officials', 'targets.officials', 'Your own list'], {
        rows: 8,
        hint: 'Paste from a spreadsheet, with a header line: name, office, title, body, email, phone, form_url. A line without name is a vacant seat.',
      }),
    },
    { fold: { title: 'Narrow it', fields: narrowing('targets') } },
    {
      fold: {
        title: 'Where that leaves nobody',
        hint: 'A fallback of its own; leave it empty for none.',
        fields: ruleFields('targets.else'),
      },
    },
    {
      fold: {
        title: 'Positions',
        hint: 'Where each office stands, for rules and letters that ask. Columns: office, bioguide, name, position.',
        fields: [field(['file', 'positions.csv', 'Positions'], { rows: 6 })],
      },
    },
    {
      heading: 'Who is not written to',
      hint: 'The supporter is told something else instead. Empty all fields to take one out.',
    },
    {
      group: {
        path: ['targets', 'except'],
        max: 6,
        title: 'Exception',
        fields: [
          field(['list', 'position', 'Position'], { ...short, hint: 'supports, opposes, undeclared' }),
          field(['list', 'party', 'Party'], short),
          field(['list', 'office', 'Office'], short),
          field(['list', 'committee', 'Committee'], short),
          field(['line', 'say', 'What the supporter is told'], { max: 300 }),
        ],
      },
    },
  ],
};
