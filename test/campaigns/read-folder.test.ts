import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { readCampaignFolder } from '../../src/campaigns/index.js';
import { readOfficials, rosterOfFile } from '../../src/offices/index.js';
import { openDataFile } from '../../src/platform/open-file.js';
import { useFolder } from '../support/world.js';
import { COUNCIL, faultsOf, LETTER, noRoster, PAGE, writeCampaign, YAML, yamlWith, type Files } from './folders.js';

describe('a campaign folder', () => {
  const folder = useFolder();
  const faults = (files: Files, slug?: string): Promise<string[]> => faultsOf(writeCampaign(folder(), files, slug));

  it('is read with its rule, its texts and its list', async () => {
    const read = await readCampaignFolder(writeCampaign(folder()), noRoster);
    expect(read.slug).to.equal('night-shelter');
    expect(read.definition.rule).to.deep.equal({ kind: 'bodies', bodies: ['shelter-town-council'] });
    expect(read.definition.file).to.deep.include({ title: 'Fund the night shelter', goal: 200, status: 'live' });
    expect([read.definition.letterSource, read.definition.pageSource]).to.deep.equal([LETTER, PAGE]);
    expect(read.list?.roster.seats.map(({ key }) => key)).to.deep.equal([
      'shelter-town-council/mayor',
      'shelter-town-council/ward-1',
    ]);
  });

  it('is the same when its files were written on Windows', async () => {
    const windows = Object.entries({ 'campaign.yaml': YAML, 'letter.hbs': LETTER, 'page.md': PAGE }).map(
      ([name, text]) => [name, `\uFEFF${text.replaceAll('\n', '\r\n')}`] as const,
    );
    const here = await readCampaignFolder(writeCampaign(folder()), noRoster);
    const there = await readCampaignFolder(writeCampaign(join(folder(), 'w'), Object.fromEntries(windows)), noRoster);
    expect(there.definition).to.deep.equal(here.definition);
  });

  it('tells faults of all its files in one report', async () => {
    expect(
      await faults({
        'campaign.yaml': yamlWith('title:', 'titel:'),
        'letter.hbs': LETTER.replace('salutation', 'salutaton'),
        'page.md': `# Why\n\n${PAGE}`,
      }),
    ).to.deep.equal([
      'campaign.yaml:1:1 title: is missing',
      'campaign.yaml:1:1 titel: is not a key of a campaign; did you mean "title"?',
      'page.md:1:1 page: the title of the page is the only first-level heading; start with ##',
      'letter.hbs:1:8 letter: there is no merge field {{target.salutaton}}; the nearest is {{target.salutation}}',
    ]);
  });

  it('says where in campaign.yaml the subject of the letter is wrong', async () => {
    expect(
      await faults({ 'campaign.yaml': yamlWith(/subject: .*/, 'subject: "Hear {{supporter.regio}}"') }),
    ).to.deep.equal([
      'campaign.yaml:12:12 letter.subject: there is no merge field {{supporter.regio}}; the nearest is {{supporter.region}}',
    ]);
  });

  for (const name of ['letter.hbs', 'page.md']) {
    it(`needs ${name}`, async () => {
      expect(await faults({ [name]: undefined })).to.deep.equal([`${name} ${name}: is missing in this folder`]);
    });
  }

  it('needs campaign.yaml', async () => {
    const dir = writeCampaign(folder(), { 'campaign.yaml': undefined });
    expect(await faultsOf(dir)).to.deep.equal([`${dir} folder: holds no campaign.yaml`]);
  });

  for (const slug of ['Night-Shelter', 'night shelter', 'night--shelter', '-night', 'night_shelter', 'nuit-étoilée']) {
    it(`cannot be named ${slug}`, async () => {
      expect(await faults({}, slug)).to.deep.equal([
        `${join(folder(), slug)} folder: the name must be lower-case letters, digits and hyphens`,
      ]);
    });
  }
});

describe('a campaign folder with a fault in every other line', () => {
  const folder = useFolder();

  it('is told them all at once, each with its place, file by file from the top', async () => {
    const yaml = `titel: Fund the night shelter
summary: Short.
organization:
  name: Shelter Now (example)
  slug: Shelter Now
  postal_adress: 1 Example Street
ask: Fund it.
goal: 0.5
status: open
closes_at: 2027-02-30
time_zone: America/Denvr
targets:
  own: [us-senate, us-hous]
letter:
  subject: Please {{supporter.regoin}}
safety:
  quick_exit: weather.gov
  hotline:
    name: Helpline
    phone: 18883737888
`;
    const faults = await faultsOf(
      writeCampaign(folder(), {
        'campaign.yaml': yaml,
        'letter.hbs': LETTER.replace('target.salutation', 'target.salutaton'),
        'page.md': '# Title\n\n![a picture](a.png)\n',
      }),
    );
    expect(faults.map((fault) => fault.split(': ')[0])).to.deep.equal([
      'campaign.yaml:1:1 title',
      'campaign.yaml:1:1 titel',
      'campaign.yaml:4:3 organization.postal_address',
      'campaign.yaml:5:9 organization.slug',
      'campaign.yaml:6:3 organization.postal_adress',
      'campaign.yaml:8:7 goal',
      'campaign.yaml:9:9 status',
      'campaign.yaml:10:12 closes_at',
      'campaign.yaml:11:12 time_zone',
      'campaign.yaml:13:20 targets.own[1]',
      'campaign.yaml:15:12 letter.subject',
      'campaign.yaml:17:15 safety.quick_exit',
      'campaign.yaml:20:12 safety.hotline.phone',
      'page.md:1:1 page',
      'page.md:3:1 page',
      'letter.hbs:1:8 letter',
    ]);
    for (const nearest of ['"title"', '"postal_address"', '"us-house"', '{{target.salutation}}']) {
      expect(faults.join('\n')).to.include(nearest);
    }
  });
});

describe('a campaign.yaml that is no campaign', () => {
  const folder = useFolder();
  const faults = (yaml: string): Promise<string[]> => faultsOf(writeCampaign(folder(), { 'campaign.yaml': yaml }));

  for (const [what, yaml, ...expected] of [
    [
      'a bracket that stays open',
      yamlWith('goal: 200', 'goal: [200'),
      '9:1 YAML: cannot be read: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    [
      'a colon inside a text',
      yamlWith('Ask the council', 'We ask: the council'),
      '2:10 YAML: cannot be read: Nested mappings are not allowed in compact mappings',
    ],
    ['a key that stands twice', `${YAML}goal: 5\n`, '15:1 YAML: cannot be read: Map keys must be unique'],
    [
      'an alias without anchor',
      `${YAML}example: *nothing\n`,
      '15:10 YAML: cannot be read: Unresolved alias (the anchor must be set before the alias): nothing',
    ],
    ['a list', '- title\n- goal\n', '1:1 file: must be a group of keys, such as "name: value"'],
    ['one word', 'hello\n', '1:1 file: must be a group of keys, such as "name: value"'],
  ] as const) {
    it(`is told from ${what}`, async () => {
      expect(await faults(yaml)).to.deep.equal(expected.map((fault) => `campaign.yaml:${fault}`));
    });
  }

  for (const empty of ['', '\n', '# nothing yet\n', '---\n', '{}']) {
    it(`lacks every key when it is ${JSON.stringify(empty)}`, async () => {
      const keys = ['title', 'summary', 'organization', 'ask', 'goal', 'targets', 'letter'];
      expect(await faults(empty)).to.deep.equal(keys.map((key) => `campaign.yaml:1:1 ${key}: is missing`));
    });
  }

  it('may use an anchor and its alias', async () => {
    expect(await faults(`${yamlWith('ask: ', 'ask: &ask ')}share:\n  text: *ask\n`)).to.deep.equal([]);
  });

  it('is refused when aliases of aliases would fill the memory', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
    const bomb = names.map((name, index) => {
      const inner = index === 0 ? '"lol"' : `*${names[index - 1] ?? ''}`;
      return `${name}: &${name} [${Array(9).fill(inner).join(', ')}]`;
    });
    expect(await faults(bomb.join('\n'))).to.deep.equal([
      'campaign.yaml:2:8 YAML: cannot be read: aliases (*name) stand for too much here; write it out',
    ]);
  });

  it('is refused when lists stand in lists without end', async () => {
    const [first = ''] = await faults(`title: ${'['.repeat(3_000)}`);
    expect(first).to.match(/^campaign\.yaml:1:\d+ YAML: cannot be read: /);
    const [deep = ''] = await faults(`${'- '.repeat(20_000)}x`);
    expect(deep).to.match(/^campaign\.yaml:1:\d+ YAML: cannot be read: /);
  });

  it('is refused unread when it is huge, and nothing is called missing', async () => {
    const huge = `${YAML}# ${'x'.repeat(200_000)}`;
    expect(await faults(huge)).to.deep.equal(['campaign.yaml campaign.yaml: is larger than 200000 bytes']);
  });
});

describe('the list of officials in a campaign folder', () => {
  const folder = useFolder();
  const withList = (name: string): Files => ({ 'campaign.yaml': yamlWith('council.csv', name) });

  it('must be there', async () => {
    expect(await faultsOf(writeCampaign(folder(), { 'council.csv': undefined }))).to.deep.equal([
      'campaign.yaml:10:14 targets.officials: there is no file council.csv in this folder',
    ]);
  });

  for (const name of [
    '../secret.csv',
    '/etc/passwd',
    'sub/list.csv',
    '..',
    '.csv',
    'list.txt',
    '"..\\\\x.csv"',
    '"a b.csv"',
  ]) {
    it(`cannot be ${name}, in another place or of another kind`, async () => {
      mkdirSync(join(folder(), 'night-shelter', 'sub'), { recursive: true });
      for (const path of ['secret.csv', 'night-shelter/sub/list.csv']) writeFileSync(join(folder(), path), COUNCIL);
      expect(await faultsOf(writeCampaign(folder(), withList(name)))).to.deep.equal([
        'campaign.yaml:10:14 targets.officials: must be the name of a CSV file in this folder',
      ]);
    });
  }

  it('names each faulty line', async () => {
    const csv = [
      'name,office,body,email,form_url',
      'Mara Lindqvist,Mayor,Shelter Town Council,mayor@council.shelter.example,',
      'Jo Sands,Ward 1,Shelter Town Council,jo@one@two,javascript:alert(1)',
      '"Two',
      'lines",,Shelter Town Council,,',
      'Kim Ode,Ward 3,,,',
    ].join('\n');
    expect(await faultsOf(writeCampaign(folder(), { 'council.csv': csv }))).to.deep.equal([
      'council.csv:3 email: "jo@one@two" is not one e-mail address',
      'council.csv:3 form_url: "javascript:alert(1)" is not a web address that starts with https://',
      'council.csv:4 office: is missing: which seat is this, for example "Ward 3"?',
      'council.csv:6 body: is missing: which council, chamber or board is this?',
    ]);
  });

  it('must have its columns, and is told which of its own is nearest', async () => {
    const [first] = await faultsOf(writeCampaign(folder(), { 'council.csv': 'nome,office\nMara,Mayor\n' }));
    expect(first).to.match(/^council\.csv:1 name: the column is missing .* the nearest column here is "nome"$/);
  });

  it('cannot be a folder', async () => {
    const dir = writeCampaign(folder(), { ...withList('list.csv') });
    mkdirSync(join(dir, 'list.csv'));
    expect(await faultsOf(dir)).to.deep.equal(['list.csv file: cannot be read (this is a folder)']);
  });
});

describe('an office named in a campaign', () => {
  const folder = useFolder();

  it('must be in the loaded roster of its body, and the nearest one is named', async () => {
    const dir = writeCampaign(folder());
    const roster = rosterOfFile(await readOfficials(await openDataFile(join(dir, 'council.csv'))));
    const named = 'offices: [shelter-town-council/mayor, shelter-town-council/ward-7]';
    writeCampaign(folder(), { 'campaign.yaml': yamlWith('officials: council.csv', named) });
    expect(await faultsOf(dir, roster)).to.deep.equal([
      'campaign.yaml:10:41 targets.offices[1]: there is no office "shelter-town-council/ward-7"; the nearest is "shelter-town-council/ward-1"',
    ]);
  });

  it('is no fault while nothing of its body is loaded', async () => {
    const named = yamlWith('officials: council.csv', 'offices: [us-house/co/1]');
    expect(await faultsOf(writeCampaign(folder(), { 'campaign.yaml': named }))).to.deep.equal([]);
  });
});
