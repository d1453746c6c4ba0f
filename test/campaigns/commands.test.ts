import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { createFolderPreview } from '../../src/actions/index.js';
import { addCampaignCommands, takeOver } from '../../src/campaigns/index.js';
import { BadCallError } from '../../src/platform/command-line.js';
import { InputError } from '../../src/platform/errors.js';
import { runCommand } from '../support/commands.js';
import { CITY, NATIONAL, useFolder, useWorld } from '../support/world.js';
import { COUNCIL, LETTER, writeCampaign, yamlWith } from './folders.js';

describe('clarion campaigns', () => {
  const world = useWorld();
  const folder = useFolder();
  const run = async (...args: string[]): Promise<string> => {
    const open = (work: (tools: object) => Promise<void>): Promise<void> =>
      work({ ...world(), previewFolder: createFolderPreview(world()) });
    return (await runCommand((program) => addCampaignCommands(program, open as never), ['campaigns', ...args])).output;
  };
  const failure = (...args: string[]): Promise<unknown> => run(...args).catch((error: unknown) => error);

  it('check says of a sound folder that it would be open', async () => {
    expect(await run('check', writeCampaign(folder()))).to.equal('night-shelter: no faults.\nIt would be open.\n');
  });

  it('check finds a shipped campaign by its name and says which data are missing', async () => {
    expect(await run('check', NATIONAL)).to.match(
      /^reauthorize-tvpa: no faults\.\nThis campaign is not open yet.*\n(Missing: .*\. Run: clarion data update us\n)+$/,
    );
    const told = JSON.parse(await run('check', NATIONAL, '--json')) as object;
    expect(told).to.deep.include({ slug: NATIONAL, ok: true, standing: 'missing-data' });
  });

  it('check fails with every fault, one on a line, with its place', async () => {
    const dir = writeCampaign(folder(), { 'letter.hbs': LETTER.replace('{{target.salutation}}', '{{> x}}{{{y}}}') });
    const error = await failure('check', dir);
    expect(error).to.be.instanceOf(InputError).and.not.instanceOf(BadCallError);
    expect((error as Error).message.replaceAll(dir, '')).to.equal(
      [
        '/letter.hbs:1:1 letter: the first paragraph must greet the target, for example: Dear {{target.salutation}},',
        '/letter.hbs:1:6 letter: only merge fields and {{#if field}} may stand in a letter',
        '/letter.hbs:1:13 letter: write merge fields with two braces, not three',
      ].join('\n'),
    );
  });

  it('check names the campaign whose officials the folder’s list would overwrite', async () => {
    await run('load', writeCampaign(folder()));
    const dir = writeCampaign(folder(), { 'council.csv': COUNCIL.replace('Jo Sands', 'Ken Abe') }, 'other-town');
    world().moveClock(2_000);
    expect(await failure('check', dir))
      .to.have.property('message')
      .that.includes('the list of the campaign night-shelter');
  });

  it('load tells whether anything is new', async () => {
    const dir = writeCampaign(folder());
    expect(await run('load', dir)).to.equal('night-shelter: new, version 1, at /c/night-shelter\n');
    expect(await run('load', dir)).to.equal('night-shelter: unchanged, version 1, at /c/night-shelter\n');
    await world().http.get('/c/night-shelter').expect(200);
  });

  it('export writes the folder that was loaded, byte by byte, also as an archive that load takes', async () => {
    const dir = writeCampaign(folder());
    await run('load', dir);
    world().moveClock(2_000);
    const [out, zip] = [join(folder(), 'out'), join(folder(), 'night-shelter.zip')];
    expect(await run('export', 'night-shelter', out)).to.equal(`night-shelter: version 1 written to ${out}\n`);
    for (const name of readdirSync(dir))
      expect(readFileSync(join(out, name))).to.deep.equal(readFileSync(join(dir, name)));
    await run('export', 'night-shelter', zip);
    expect(await run('load', zip)).to.equal('night-shelter: unchanged, version 1, at /c/night-shelter\n');
    expect(await failure('export', 'night-shelter', out)).to.be.instanceOf(BadCallError);
    expect(await failure('load', join(dir, 'letter.hbs')))
      .to.have.property('message')
      .that.includes('cannot be unpacked');
  });

  it('load leaves alone what is edited in the console, and moves no campaign to another organization, but by force', async () => {
    const dir = writeCampaign(folder());
    await run('load', dir);
    world().moveClock(2_000);
    writeCampaign(folder(), { 'campaign.yaml': yamlWith('slug: shelter-now', 'slug: somebody-else') });
    expect(await failure('load', dir))
      .to.have.property('message')
      .that.includes('belongs to "shelter-now"');
    await takeOver(world().db, await world().campaigns.get('night-shelter'));
    expect(await run('load', dir)).to.include('left alone, since it is edited in the console');
    expect(await run('load', dir, '--force')).to.include('new version, version 2');
  });

  it('new makes a folder that passes the check, and never writes over one', async () => {
    const dir = join(folder(), 'my-campaign');
    expect(await run('new', dir)).to.include(`clarion campaigns check ${dir}`);
    expect(await run('check', dir)).to.match(/^my-campaign: no faults\.\nThis campaign is being prepared/);
    expect(await failure('new', dir)).to.be.instanceOf(BadCallError);
  });

  it('preview prints each letter as it would be sent, own words included, and stores nothing', async () => {
    const output = await run('preview', CITY, '--own-words', 'I clean {{rooms}}.');
    expect(output.match(/^--- to .*$/gm)).to.deep.equal([
      '--- to Mara Lindqvist (harbourview-city-council/mayor), by smtp',
      '--- to Tobias Adeyemi (harbourview-city-council/ward-1), by smtp',
      '--- to Ines Okonkwo-Reyes (harbourview-city-council/ward-2), by smtp',
      '--- to Jonah Whitfield (harbourview-city-council/ward-4), by handover',
    ]);
    expect(output).to.include(
      'Subject: Please require trafficking awareness training in our hotels\n\nDear Mayor Lindqvist,\n\nI clean {{rooms}}.\n\nI ask you',
    );
    expect(output).to.include('Sincerely,\n[first name] [last name]\nCO 80202\n');
  });

  it('names a folder that is not there as a wrong call, also where a shipped campaign has its name', async () => {
    for (const command of ['check', 'load', 'preview']) {
      for (const dir of [join(folder(), 'nothing'), join(folder(), CITY), `./typo/${CITY}`, `./${CITY}`, '..x']) {
        const error = await failure(command, dir);
        expect(error, dir).to.be.instanceOf(BadCallError);
        expect((error as Error).message).to.include('there is no such folder');
      }
    }
    expect(existsSync(join(folder(), 'nothing'))).to.equal(false);
  });
});
