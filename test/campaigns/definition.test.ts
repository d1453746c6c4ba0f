import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parse } from 'yaml';
import { deliverySettings, mailSettings } from '../../src/campaigns/delivery-settings.js';
import { programPath } from '../../src/platform/paths.js';
import { useFolder } from '../support/world.js';
import { faultsOf, writeCampaign, YAML, yamlWith } from './folders.js';

/** A change of campaign.yaml, and what is said about it without the file's name. */
type Row = readonly [title: string, from: string | RegExp, to: string, ...faults: string[]];

/** Says for each row that just these faults are found. */
function refuses(rows: readonly Row[], source = YAML): void {
  const folder = useFolder();
  for (const [title, from, to, ...faults] of rows) {
    it(title, async () => {
      const dir = writeCampaign(folder(), { 'campaign.yaml': yamlWith(from, to, source) });
      expect(await faultsOf(dir)).to.deep.equal(faults.map((fault) => `campaign.yaml:${fault}`));
    });
  }
}

const RICH = `${yamlWith('  postal_address', '  website: https://shelter.example/\n  postal_address')}  hotline:
    name: A hotline
    phone: 1-888-373-7888
opt_ins:
  - organization: shelter-now
    text: Shelter Now may write to me.
    privacy_url: https://shelter.example/privacy
share:
  text: Share this
thanks:
  title: Thank you
`;

describe('a key that campaign.yaml does not know, with the nearest one', () => {
  const is = 'is not a key of a campaign; did you mean';
  refuses(
    [
      ['at the top', 'title: F', 'titel: F', '1:1 title: is missing', `1:1 titel: ${is} "title"?`],
      ['of the organization', 'website', 'websit', `6:3 organization.websit: ${is} "website"?`],
      [
        'of the targets',
        '  officials',
        '  official',
        `11:3 targets.official: ${is} "officials"?`,
        '11:3 targets: say one thing: own (bodies), body (all its members), offices (named ones), officials (a CSV file) or a committee',
      ],
      [
        'of the letter',
        'subject:',
        'subjct:',
        '13:3 letter.subject: is missing',
        `13:3 letter.subjct: ${is} "subject"?`,
      ],
      ['of the safety block', 'quick_exit', 'quickexit', `15:3 safety.quickexit: ${is} "quick_exit"?`],
      ['of the hotline', 'phone', 'fone', `18:5 safety.hotline.fone: ${is} "phone"?`],
      ['of an opt-in', 'privacy_url', 'privacy', `22:5 opt_ins[0].privacy: ${is} "privacy_url"?`],
      ['of the share texts', '  text: Share', '  txt: Share', `24:3 share.txt: ${is} "text"?`],
      ['of the thanks', '  title: Thank', '  titles: Thank', `26:3 thanks.titles: ${is} "title"?`],
      [
        'that YAML reads as a number',
        'phone: ',
        '2027: ',
        '18:5 safety.hotline.2027: is not a key of a campaign; known keys are name, phone, text, url',
      ],
      [
        'that is like none, with all there are',
        'phone',
        'completely_else',
        '18:5 safety.hotline.completely_else: is not a key of a campaign; known keys are name, phone, text, url',
      ],
      [
        'that every object of JavaScript has',
        '  phone: ',
        '  constructor: ',
        '18:5 safety.hotline.constructor: is not a key of a campaign; known keys are name, phone, text, url',
      ],
    ],
    RICH,
  );
});

describe('a value that campaign.yaml cannot have', () => {
  const group = 'must be a group of keys, such as "name: value"';
  refuses([
    ['nothing where a key must be', /^goal.*\n/m, '', '1:1 goal: is missing'],
    ['nothing after a key', /goal: .*/, 'goal:', '8:6 goal: is empty'],
    ['a word for a number', 'goal: 200', 'goal: many', '8:7 goal: must be a number'],
    ['part of a person', 'goal: 200', 'goal: 1.5', '8:7 goal: must be a whole number'],
    ['a goal of nobody', 'goal: 200', 'goal: 0', '8:7 goal: must be 1 or more'],
    ['a goal without end', 'goal: 200', 'goal: .inf', '8:7 goal: must be a number'],
    ['a number for a text', /title: .*/, 'title: 2027', '1:8 title: must be a text; put it in quotes'],
    ['spaces for a text', /title: .*/, 'title: "  "', '1:8 title: must not be empty'],
    ['a list for a text', /title: .*/, 'title: [a, b]', '1:8 title: must be a text'],
    ['too long a text', /title: .*/, `title: ${'a'.repeat(121)}`, '1:8 title: must have 120 characters at the most'],
    ['a text for a group', /letter:\n.*/, 'letter: Please', `11:9 letter: ${group}`],
    ['a list for a group', /letter:\n.*/, 'letter: [a]', `11:9 letter: ${group}`],
    ['a text for a list', /$/, 'opt_ins: yes\n', '15:10 opt_ins: must be a list'],
    ['a status that does not exist', /$/, 'status: open\n', '15:9 status: must be one of draft, live, paused'],
    ['a country without postal codes', /$/, 'country: fr\n', '15:10 country: must be one of us, gb, ca'],
    ['a field nobody asks for', /$/, 'required_fields: [phone]\n', '15:19 required_fields[0]: must be one of street'],
    [
      'a slug that is none',
      'slug: shelter-now',
      'slug: Shelter Now',
      '5:9 organization.slug: must be lower-case letters, digits and hyphens',
    ],
    [
      'a script for a web address',
      'https://www.weather.gov/',
      'javascript:alert(1)',
      '14:15 safety.quick_exit: must be a web address that starts with https://',
    ],
    [
      'the same opt-in twice',
      /$/,
      'opt_ins:\n  - {organization: a, text: x}\n  - {organization: b, text: x}\n  - {organization: a, text: y}\n',
      '18:20 opt_ins[2].organization: stands here twice',
    ],
    [
      'more opt-ins than people read',
      /$/,
      `opt_ins: [${'abcd'.replaceAll(/./g, '{organization: $&, text: x}, ')}]\n`,
      '15:10 opt_ins: three opt-ins are the most that people read',
    ],
  ]);
});

describe('dates and time zones of campaign.yaml', () => {
  const form = 'must be a moment such as 2026-12-01 or 2026-12-01 09:00';
  const zone = 'must be a time zone such as America/Denver';
  refuses([
    ['words for a day', /$/, 'opens_at: tomorrow\n', `15:11 opens_at: ${form}`],
    [
      'a day of February that never comes',
      /$/,
      'closes_at: 2027-02-30\n',
      '15:12 closes_at: is not a moment of the calendar',
    ],
    ['a thirteenth month', /$/, 'opens_at: 2027-13-01 10:00\n', '15:11 opens_at: is not a moment of the calendar'],
    [
      'an end before the beginning',
      /$/,
      'opens_at: 2027-02-03\ncloses_at: 2027-02-02\n',
      '16:12 closes_at: must be after opens_at',
    ],
    ['a zone that does not exist', /$/, 'time_zone: America/Newyork\n', `15:12 time_zone: ${zone}`],
    ['a zone that is another one on each server', /$/, 'time_zone: local\n', `15:12 time_zone: ${zone}`],
    [
      'only the zone, where the dates are right',
      /$/,
      'time_zone: Mars\nopens_at: 2027-01-01\n',
      `15:12 time_zone: ${zone}`,
    ],
  ]);

  const folder = useFolder();
  it('takes a campaign of a single day', async () => {
    const day = `${YAML}opens_at: 2027-02-03\ncloses_at: 2027-02-03\n`;
    expect(await faultsOf(writeCampaign(folder(), { 'campaign.yaml': day }))).to.deep.equal([]);
  });
});

describe('the rule that says whom a campaign addresses', () => {
  const one =
    'targets: say one thing: own (bodies), body (all its members), offices (named ones), officials (a CSV file) or a committee';
  const rule = /targets:\n.*/;
  const twice = 'names the same one twice: it would get every letter twice';
  refuses([
    ['says nothing', rule, 'targets: {}', `9:10 ${one}`],
    ['says two things', rule, 'targets:\n  own: [us-senate]\n  officials: council.csv', `10:3 ${one}`],
    ['names no body', rule, 'targets: {own: []}', '9:16 targets.own: name at least one body, such as us-senate'],
    ['is not a list', rule, 'targets:\n  own: us-senate', '10:8 targets.own: must be a list'],
    ['names a body twice', rule, 'targets: {own: [us-senate, us-house, us-senate]}', `9:16 targets.own: ${twice}`],
    [
      'names an office twice',
      rule,
      'targets: {offices: [us-house/co/1, us-house/co/1]}',
      `9:20 targets.offices: ${twice}`,
    ],
    [
      'names bodies that exist nowhere',
      rule,
      'targets:\n  own:\n    - us_senat\n    - us-house\n    - us-col-lower',
      '11:7 targets.own[0]: there is no body "us_senat"; the nearest is "us-senate"',
      '13:7 targets.own[2]: there is no body "us-col-lower"; the nearest is "us-co-lower"',
    ],
    [
      'names an office of no body',
      rule,
      'targets:\n  offices: [us-house/co/1, us-hose/co/1]',
      '10:28 targets.offices[1]: there is no office "us-hose/co/1"; the nearest is "us-house/…"',
    ],
  ]);
});

describe('how letters are delivered', () => {
  const start = /$/;
  refuses([
    [
      'is named wrongly',
      start,
      'delivery:\n  confirm_frist: true\n',
      '16:3 delivery.confirm_frist: is not a key of a campaign; did you mean "confirm_first"?',
    ],
    ['is no yes or no', start, 'delivery:\n  review: maybe\n', '16:11 delivery.review: must be true or false'],
    [
      'gives too long to take letters back',
      start,
      'delivery: {withdraw_minutes: 2000}\n',
      '15:30 delivery.withdraw_minutes: must be 1440 (a day) at the most',
    ],
    [
      'closes before it opens',
      start,
      'delivery: {pace: {window: {from: "18:00", to: "08:00"}}}\n',
      '15:47 delivery.pace.window.to: must be later than from',
    ],
    [
      'has a time without its first digit, and nothing is said of the order then',
      start,
      'delivery: {pace: {window: {from: 8:00, to: "18:00"}}}\n',
      '15:34 delivery.pace.window.from: must be a time such as "08:30"',
    ],
    [
      'names a day that there is not',
      start,
      'delivery: {pace: {window: {from: "08:00", to: "18:00", days: [mon, tus]}}}\n',
      '15:68 delivery.pace.window.days[1]: must be one of mon, tue, wed, thu, fri, sat, sun',
    ],
  ]);

  it('is shown key by key in the folder that a new campaign starts from', () => {
    const template = readFileSync(programPath('templates', 'campaigns', 'new', 'campaign.yaml'), 'utf8');
    const [commented = ''] = /^# delivery:\n(?:#.*\n)*/m.exec(template) ?? [];
    const { delivery, mails } = parse(commented.replace(/^# /gm, '')) as { delivery: object; mails: object };
    const { pace, ...rest } = deliverySettings.parse(delivery);
    expect(rest).to.deep.equal((({ pace: _, ...defaults }) => defaults)(deliverySettings.parse({})));
    expect(Object.keys(pace)).to.have.members(Object.keys(deliverySettings.shape.pace.unwrap().shape));
    expect(mailSettings.parse(mails)).to.include.keys(Object.keys(mailSettings.shape));
  });
});
