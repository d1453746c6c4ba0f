import { expect } from 'chai';
import { readCampaignFolder } from '../../src/campaigns/index.js';
import { rosterOfFile, type Roster } from '../../src/offices/index.js';
import { person } from '../support/rosters.js';
import { useFolder } from '../support/world.js';
import { COUNCIL, faultsOf, noRoster, writeCampaign, yamlWith } from './folders.js';

const TARGETS = /targets:\n.*\n/;
const COLUMNS = 'office,bioguide,name,position\n';

/** The House with one member, and nothing else. */
const house: Roster = rosterOfFile({
  bodies: [{ id: 'us-house', name: 'House', country: 'us', layer: 'cd' }],
  seats: [{ key: 'us-house/co/1', bodyId: 'us-house', division: '', name: 'Seat', title: 'Representative' }],
  holders: [
    { seatKey: 'us-house/co/1', person: person('Ana Lima', { party: 'Democrat', ids: { bioguide: 'L000001' } }) },
  ],
  remarks: [],
});

describe('the rule in a campaign.yaml', () => {
  const folder = useFolder();
  const withRule = (rule: string, positions?: string): string =>
    writeCampaign(folder(), {
      'campaign.yaml': yamlWith(TARGETS, `targets:\n  ${rule.replaceAll('\n', '\n  ')}\n`),
      'positions.csv': positions,
    });
  const faults = (rule: string, positions?: string, roster = noRoster): Promise<string[]> =>
    faultsOf(withRule(rule, positions), roster);

  it('is read with conditions, exceptions and fallbacks', async () => {
    const rule = [
      'own: [us-senate]',
      'position: [undeclared, opposes]',
      'state: own',
      'order: position',
      'limit: 3',
      'except:',
      '  - { party: Green, say: "She already supports this." }',
      'else:',
      '  body: us-house',
      '  else: { offices: [us-house/co/1] }',
    ].join('\n');
    const positions = `${COLUMNS}us-house/co/1,,Ana Lima,Supports\n,D000197,,opposes\n`;
    const { definition } = await readCampaignFolder(withRule(rule, positions), noRoster);
    expect(definition.rule).to.deep.equal({
      kind: 'own',
      bodies: ['us-senate'],
      only: { position: ['undeclared', 'opposes'], state: ['own'] },
      order: ['position'],
      limit: 3,
      except: [{ party: ['Green'], say: 'She already supports this.' }],
      else: { kind: 'bodies', bodies: ['us-house'], else: { kind: 'offices', offices: ['us-house/co/1'] } },
      positions: [
        { who: 'us-house/co/1', name: 'Ana Lima', position: 'supports' },
        { who: 'D000197', position: 'opposes' },
      ],
    });
  });

  for (const [what, rule, ...expected] of [
    [
      'a condition that there is not',
      'own: [us-senate]\npartei: X',
      '11:3 targets.partei: is not a key of a campaign; did you mean "party"?',
    ],
    [
      'a position that there is not',
      'own: [us-senate]\nposition: [neutral]',
      '11:13 targets.position: there is no positions.csv in this folder to say who supports and who opposes; a header alone leaves it to the console',
      '11:14 targets.position[0]: must be one of supports, leans, undecided, opposes, undeclared',
    ],
    [
      'a state that there is not',
      'own: [us-senate]\nstate: Colorado',
      '11:10 targets.state[0]: "Colorado" is not a state; write CO, or own for the state that the supporter lives in',
    ],
    ['an empty list', 'own: [us-senate]\nparty: []', '11:10 targets.party: name at least one, or leave the key out'],
    [
      'an order that there is not',
      'own: [us-senate]\norder: age',
      '11:10 targets.order[0]: must be one of role, leadership, position, name',
    ],
    ['a limit of none', 'own: [us-senate]\nlimit: 0', '11:10 targets.limit: must be 1 or more'],
    [
      'an exception without text',
      'own: [us-senate]\nexcept:\n  - party: Green',
      '12:7 targets.except[0].say: is missing',
    ],
    [
      'an exception of nobody',
      'own: [us-senate]\nexcept:\n  - say: No.',
      '12:7 targets.except[0]: says of nobody; name a party, position, state, committee, body or office',
    ],
    [
      'an exception by own state',
      'own: [us-senate]\nexcept:\n  - {state: own, say: No.}',
      '12:15 targets.except[0].state[0]: "own" is not a state; write it as CO',
    ],
    [
      'a misspelled key in an exception',
      'own: [us-senate]\nexcept:\n  - {stat: CO, say: No.}',
      '12:7 targets.except[0]: says of nobody; name a party, position, state, committee, body or office',
      '12:8 targets.except[0].stat: is not a key of a campaign; did you mean "state"?',
    ],
    [
      'a body that there is not',
      'body: us-hous',
      '10:9 targets.body[0]: there is no body "us-hous"; the nearest is "us-house"',
    ],
    [
      'a body of an exception',
      'own: [us-senate]\nexcept:\n  - {body: [us-hose], say: No.}',
      '12:15 targets.except[0].body[0]: there is no body "us-hose"; the nearest is "us-house"',
    ],
    [
      'an office of a fallback',
      'own: [us-senate]\nelse: {offices: [us-hose/co/1]}',
      '11:20 targets.else.offices[0]: there is no office "us-hose/co/1"; the nearest is "us-house/…"',
    ],
    [
      'a fallback of nobody',
      'own: [us-senate]\nelse: {party: Green}',
      '11:9 targets.else: say one thing: own (bodies), body (all its members), offices (named ones), officials (a CSV file) or a committee',
    ],
    [
      'a fourth step',
      'own: [us-senate]\nelse: {own: [us-house], else: {body: us-house, else: {body: us-senate}}}',
      '11:56 targets.else.else.else: two fallbacks are the most',
    ],
    [
      'a role without committee',
      'own: [us-senate]\nrole: chair',
      '11:9 targets.role: is a role in a committee: name it with committee',
    ],
    [
      'a committee of no chamber',
      'committee: us-senat/ssju',
      '10:14 targets.committee[0]: there is no committee "us-senat/ssju"; the nearest is "us-senate/…"',
    ],
    [
      'leadership that is not wanted',
      'own: [us-senate]\nleadership: false',
      '11:15 targets.leadership: must be one of true',
    ],
    [
      'positions without a table',
      'own: [us-senate]\nposition: opposes',
      '11:13 targets.position: there is no positions.csv in this folder to say who supports and who opposes; a header alone leaves it to the console',
    ],
  ] as const) {
    it(`is told from ${what}`, async () => {
      expect(await faults(rule)).to.deep.equal(expected.map((fault) => `campaign.yaml:${fault}`));
    });
  }

  it('is told from a party that is spelled almost right, and left alone with one that is not loaded', async () => {
    const body = (party: string): string => `own: [us-senate]\nparty: [${party}]`;
    expect(await faults(body('Demokrat'), undefined, house)).to.deep.equal([
      'campaign.yaml:11:11 targets.party[0]: nobody is of the party "Demokrat"; did you mean "Democrat"?',
    ]);
    expect(await faults(body('Democratic, Labour'), undefined, house)).to.deep.equal([]);
    expect(await faults(body('Demokrat'))).to.deep.equal([]);
  });

  it('has a table of positions whose every faulty line is named', async () => {
    const lines = [
      'us-house/co/1,,,for',
      ',,,opposes',
      'us-house/co/2,,,opposes',
      ',L000001,,supports',
      ',L000001,,opposes',
      ',X000009,,opposes',
    ];
    expect(await faults('own: [us-house]', COLUMNS + lines.join('\n'), house)).to.deep.equal([
      'positions.csv:2 position: "for" is not one of supports, leans, undecided, opposes, undeclared',
      'positions.csv:3 office: is missing: name the office (us-house/co/1) or the person (D000197)',
      'positions.csv:4 office: there is no office "us-house/co/2"; the nearest is "us-house/co/1"',
      'positions.csv:6 bioguide: "L000001" stands here twice',
      'positions.csv:7 bioguide: nobody in office has the identifier "X000009"',
    ]);
    expect(await faults('own: [us-house]', 'office,stance of\nus-house/co/1,x\n')).to.have.length(1);
  });

  it('may start from a list and fall back to anybody', async () => {
    const dir = withRule('officials: council.csv\nparty: [Green]\nelse: {own: [us-senate]}');
    const { definition } = await readCampaignFolder(dir, noRoster);
    expect(definition.rule).to.deep.include({ kind: 'bodies', bodies: ['shelter-town-council'] });
    expect(COUNCIL).to.include('Mara');
  });
});
