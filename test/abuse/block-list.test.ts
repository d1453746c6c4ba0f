import { expect } from 'chai';
import fc from 'fast-check';
import {
  addBlock,
  addBlockCommands,
  disposableSignal,
  listBlocks,
  parsePattern,
  removeBlock,
  tidyAbuse,
} from '../../src/abuse/index.js';
import { createScreening, trapSignal, type Submission } from '../../src/abuse/index.js';
import { createMatcher } from '../../src/abuse/block-match.js';
import { matchesGlob } from '../../src/abuse/glob.js';
import { BadCallError, type Open } from '../../src/platform/command-line.js';
import { runCommand } from '../support/commands.js';
import { organizationOf as organizationSlug } from '../support/organizers.js';
import { ana, ben, CITY, DAY, NATIONAL, START, useWorld, type World } from '../support/world.js';

/** The ids of the patterns that an address, sent from a network, is under. */
function hitsOf(patterns: readonly string[], email: string, ip = '198.51.100.7'): string[] {
  const blocks = patterns.map((typed) => {
    const read = parsePattern(typed);
    if ('fault' in read) return expect.fail(`${typed}: ${read.fault}`);
    const rest = { note: '', addedBy: '', addedAt: 0, expiresAt: null, hits: 0, lastHitAt: null };
    return { ...read, ...rest, id: typed, organizationId: null };
  });
  const compared = { email, emailKey: email.toLowerCase(), organizationId: 'o', at: START, origin: { ip } };
  return [...createMatcher(blocks)(compared)];
}

describe('a line of a block list', () => {
  it('names an address, a domain with all below it, a network or a pattern', () => {
    expect(hitsOf(['Bot@Spam.Example'], 'bot@spam.example')).to.have.length(1);
    expect(hitsOf(['@spam.example'], 'bot@mail.spam.example')).to.have.length(1);
    expect(hitsOf(['spam.example'], 'bot@notspam.example')).to.have.length(0);
    expect(hitsOf(['*@spam-??.example'], 'anybody@spam-42.example')).to.have.length(1);
    expect(hitsOf(['*@spam-??.example'], 'anybody@spam-421.example')).to.have.length(0);
    const networks = ['203.0.113.0/24', '198.51.100.7', '2001:db9:1::/48', '2600:1::77'];
    expect(hitsOf(networks, 'a@b.example', '203.0.113.250')).to.deep.equal(['203.0.113.0/24']);
    expect(hitsOf(networks, 'a@b.example', '::ffff:203.0.113.250')).to.deep.equal(['203.0.113.0/24']);
    expect(hitsOf(networks, 'a@b.example', '198.51.100.7')).to.deep.equal(['198.51.100.7']);
    expect(hitsOf(networks, 'a@b.example', '2600:1::1')).to.deep.equal(['2600:1::77']);
    expect(hitsOf(networks, 'a@b.example', 'unknown')).to.deep.equal([]);
  });

  it('is refused where it would hold nearly everybody, or nobody at all', () => {
    const wide = ['*', '*@*.com', '*@gmail.com', 'gmail.com', 'co.uk', '0.0.0.0/0', '10.0.0.0/8', '::/0', '2000::/3'];
    const none = ['', 'spam', '300.1.1.1/24', '203.0.113.0/33', '1.2.3.0/24/24', 'a@b', '* *@x.example', '8.8/16'];
    for (const typed of [...wide, ...none]) expect(parsePattern(typed), typed).to.have.property('fault');
    expect(parsePattern('bot*@gmail.com')).to.deep.equal({ kind: 'glob', pattern: 'bot*@gmail.com' });
    expect(parsePattern('::ffff:203.0.113.9/120')).to.deep.equal({ kind: 'network', pattern: '203.0.113.0/24' });
  });

  it('matches a pattern as a regular expression would, but for the time that it takes', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '@', '.'), maxLength: 12 });
    const glob = fc.string({ unit: fc.constantFrom('a', 'b', '@', '.', '*', '?'), maxLength: 8 });
    fc.assert(
      fc.property(glob, text, (pattern, tried) => {
        const source = pattern.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.');
        expect(matchesGlob(pattern, tried)).to.equal(new RegExp(`^${source}$`).test(tried));
      }),
    );
    expect(matchesGlob('*a'.repeat(50) + 'b', 'a'.repeat(254))).to.equal(false);
  });
});

describe('an address for a few minutes', () => {
  it('holds no letter alone, and is named beside another reason', async () => {
    const origin = { ip: '198.51.100.7', via: 'page', trap: '', proof: '' } as const;
    const submission = { email: 'a@mailinator.com', emailKey: 'a@mailinator.com', origin } as Submission;
    const { screen } = createScreening([trapSignal, disposableSignal]);
    expect((await screen(submission)).suspicions).to.deep.equal([]);
    const trapped = { ...submission, origin: { ...origin, trap: 'x' } };
    expect((await screen(trapped)).suspicions).to.deep.equal(['trap', 'disposable-address']);
  });
});

describe('a block list', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const organizationOf = async (slug: string): Promise<string> => (await world().campaigns.get(slug)).organizationId;
  const block = async (slug: string | null, pattern: string, until = ''): Promise<void> => {
    const organizationId = slug === null ? null : await organizationOf(slug);
    const owner = { organizationId, by: 'Olga', timeZone: 'UTC' };
    await addBlock(world(), owner, { pattern, note: 'A flood in March', until });
  };
  const act = async (supporter: object): Promise<{ readonly reasons: string | null }> => {
    await world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter }).expect(201);
    const [row] = await world().db('actions').orderBy('id', 'desc').select<{ suspicions: string }[]>('suspicions');
    return { reasons: row?.suspicions ?? null };
  };

  it('holds the letters of those who are on it for a reviewer, and counts them', async () => {
    await block(CITY, 'supporter.example', '2027-03-12');
    await block(NATIONAL, ben.email);
    expect((await act(ana)).reasons).to.equal('["blocked"]');
    expect((await act(ben)).reasons).to.equal('["blocked"]');
    await world().blockList.flush();
    const [line] = await listBlocks(world().db, await organizationOf(CITY), { limit: 9 });
    expect(line).to.deep.include({ hits: 2, lastHitAt: START, note: 'A flood in March', addedBy: 'Olga' });
    const [foreign] = await listBlocks(world().db, await organizationOf(NATIONAL), { limit: 9 });
    expect(foreign).to.have.property('hits', 0);
  });

  it('lets go of what ran out or was removed, and forgets it after a month', async () => {
    await block(CITY, 'supporter.example', '2027-03-10');
    await block(null, 'ana*@supporter.*');
    expect((await act(ana)).reasons).to.equal('["blocked"]');
    world().moveClock(DAY);
    expect((await act(ben)).reasons).to.equal(null);
    const anna = { ...ana, email: 'ana.other@supporter.example' };
    expect((await act(anna)).reasons, 'by the list of the installation').to.equal('["blocked"]');
    await removeBlock(world(), null, { typed: 'Ana*@supporter.*' });
    expect((await act({ ...ana, email: 'ana.third@supporter.example' })).reasons).to.equal(null);
    await tidyAbuse(world());
    expect(await listBlocks(world().db, await organizationOf(CITY), { limit: 9 })).to.have.length(1);
    world().moveClock(31 * DAY);
    await tidyAbuse(world());
    expect(await listBlocks(world().db, await organizationOf(CITY), { limit: 9 })).to.have.length(0);
  });

  it('has a line once, which is renewed when it is added again', async () => {
    await block(CITY, 'Bot@Spam.Example');
    await block(CITY, 'bot@spam.example', '2027-04-01');
    expect(await listBlocks(world().db, await organizationOf(CITY), { limit: 9 })).to.have.length(1);
  });

  it('is read and changed by the command line too, for one organization or for all', async () => {
    const open: Open<World> = (work) => work(world());
    const run = (...args: string[]) => runCommand((program) => addBlockCommands(program, open), ['blocks', ...args]);
    const { slug } = await organizationSlug(world(), CITY);
    expect((await run('add', '203.0.113.9', '--until', '2027-03-31', '--note', 'A rented rack')).output).to.equal(
      'On the list: 203.0.113.9/32 (network).\n',
    );
    await run('add', '@Spam.Example', '--organization', slug);
    const listed = JSON.parse((await run('list', '--json')).output) as object[];
    expect(listed).to.have.length(1);
    expect(listed[0]).to.include({ pattern: '203.0.113.9/32', note: 'A rented rack', hits: 0 });
    expect((await run('list', '--organization', slug)).output).to.match(/domain +spam\.example +0 +removed/);
    await run('remove', 'spam.example', '--organization', slug);
    expect((await run('list', '--organization', slug)).output).to.equal('Nobody is on this list.\n');
    const wrong = await run('add', '*@*').catch((error: unknown) => error);
    expect(wrong).to.be.instanceOf(BadCallError);
  });
});
