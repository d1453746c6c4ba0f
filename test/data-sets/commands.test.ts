import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { addDataCommands, listDataSets } from '../../src/data-sets/index.js';
import { updateUs } from '../../src/data-sets/update.js';
import { listCodeDivisions } from '../../src/divisions/store.js';
import { usPublicFiles } from '../../src/offices/index.js';
import { listOfficials } from '../../src/offices/store.js';
import { InputError } from '../../src/platform/errors.js';
import { loadCampaignFolder } from '../../src/campaigns/index.js';
import { copyCampaign } from '../support/campaign-copies.js';
import { runCommand } from '../support/commands.js';
import { CITY, useFolder, useWorld } from '../support/world.js';

const ZIPS = 'zcta,state_abbr,cd\n80202,CO,1\n';
const PEOPLE = 'id,name,current_district,current_chamber\n';

describe('the data commands', () => {
  const world = useWorld();
  const folder = useFolder();
  const write = (name: string, content: string | Buffer): string => {
    const path = join(folder(), name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, content);
    return path;
  };
  const tools = () => ({ ...world(), publicFiles: usPublicFiles, cacheFolder: folder() });
  const run = async (...args: string[]): Promise<string> =>
    (await runCommand((program) => addDataCommands(program, (work) => work(tools())), ['data', ...args])).output;
  const refusal = async (work: Promise<unknown>): Promise<string> => {
    const error: unknown = await work.catch((thrown: unknown) => thrown);
    return error instanceof InputError ? error.message : expect.fail('it was not refused');
  };
  const update = async (): Promise<string[]> => {
    const told: string[] = [];
    await updateUs(tools(), { from: folder(), say: (line) => told.push(line) });
    return told.map((line) => line.replaceAll(folder(), 'DIR'));
  };

  it('import says what a file did, and that the same file did nothing', async () => {
    const path = write('zips.csv', ZIPS);
    const first = await run('import', 'zip-districts', path, '--as-of', '2027-03-01');
    expect(first).to.match(/^ZIP codes and the districts they touch: 1 records as of 2027-03-01 \(zips\.csv\)\n/);
    expect(first).to.include('added 1, changed 0, ended 0, unchanged 0').and.not.include('nothing changed');
    const again = await run('import', 'zip-districts', path, '--as-of', '2027-03-01');
    expect(again).to.include('nothing changed').and.include('added 0, changed 0, ended 0, unchanged 1');
    const told = JSON.parse(await run('import', 'zip-districts', path, '--as-of', '2027-03-01', '--json')) as object;
    expect(told).to.have.nested.property('report.unchanged', 1);
    expect((await listDataSets(world().db)).filter(({ source }) => source === 'zip-districts')).to.have.length(1);
  });

  it('import refuses an unknown source, a wrong day and a file that is not there, and names each', async () => {
    const path = write('zips.csv', ZIPS);
    expect(await refusal(run('import', 'zipcodes', path))).to.match(
      /^source: "zipcodes" is not one of .*zip-districts/,
    );
    for (const day of ['2027-02-30', '2027-13-01', 'today', '20270301']) {
      const fault = await refusal(run('import', 'zip-districts', path, '--as-of', day));
      expect(fault).to.equal(`--as-of: "${day}" is not a day such as 2026-06-15`);
    }
    expect(await refusal(run('import', 'zip-districts', join(folder(), 'none.csv')))).to.include('none.csv');
  });

  it('import of a file with a fault in its last line leaves everything as before', async () => {
    const before = [await listOfficials(world().db), await listDataSets(world().db)];
    const lines = Array.from({ length: 200 }, (_, index) => `p${index},Member ${index},${index},lower\n`).join('');
    const path = write('co.csv', `${PEOPLE}${lines}p200,Last One,7,middle\n`);
    expect(await refusal(run('import', 'openstates-people', path))).to.include('co.csv:202 current_chamber');
    expect([await listOfficials(world().db), await listDataSets(world().db)]).to.deep.equal(before);
  });

  it('status names each data set with what it covers, its day, age and licence', async () => {
    await run('import', 'zip-districts', write('zips.csv', ZIPS), '--as-of', '2027-03-01', '--licence', 'our own');
    const line = (await run('status')).split('\n').find((text) => text.startsWith('zip-districts')) ?? '';
    expect(line).to.match(/cd CO +2027-03-01 +9 days +1 +our own/);
    const told = JSON.parse(await run('status', '--json')) as { source: string; covers: string[]; ageDays: number }[];
    const zips = told.find(({ source }) => source === 'zip-districts');
    expect(zips).to.deep.include({ covers: ['cd CO'], ageDays: 9 });
  });

  it('import says who came, who left, what fell vacant, and which open campaigns that touches', async () => {
    const header = 'name,office,body\n';
    const council = (...lines: string[]): string => write('council.csv', `${header}${lines.join('\n')}\n`);
    await run(
      'import',
      'officials',
      council('Ana Lima,Ward 1,Testville Council', 'Ben Okafor,Ward 2,Testville Council'),
    );
    const copy = copyCampaign(folder(), CITY, {
      'campaign.yaml': (text) => text.replace(/officials: .*/, 'offices: [testville-council/ward-2]'),
    });
    await loadCampaignFolder(world(), copy);
    world().moveClock(2_000);
    const untouched = council('Cleo Roth,Ward 1,Testville Council', 'Ben Okafor,Ward 2,Testville Council');
    expect(await run('import', 'officials', untouched, '--force'))
      .to.include('Came (1): Cleo Roth')
      .and.not.include('campaigns');
    world().moveClock(2_000);
    const path = council('Ana Lima,Ward 1,Testville Council');
    const told = await run('import', 'officials', path, '--in-force', '2027-05-01', '--json');
    const ahead = JSON.parse(told) as { campaigns: string[]; report: { people: object } };
    expect(ahead.campaigns).to.deep.equal([CITY]);
    expect(ahead.report.people).to.deep.equal({
      came: [{ name: 'Ana Lima', office: 'testville-council/ward-1', on: '2027-05-01' }],
      left: [
        { name: 'Cleo Roth', office: 'testville-council/ward-1', on: '2027-05-01' },
        { name: 'Ben Okafor', office: 'testville-council/ward-2', on: '2027-05-01' },
      ],
      vacated: ['testville-council/ward-2'],
    });
  });

  it('update takes the files of a folder, plain or packed, and says which it lacks', async () => {
    write('below/zccd.csv.gz', ZIPS);
    write('co.csv', gzipSync(`${PEOPLE}p1,Ben Okafor,7,lower\n`));
    const told = await update();
    expect(told).to.include.members([
      'Not in DIR, plain or .gz: legislators-current.json or legislators-current.yaml (congress-legislators)',
      'Not in DIR, plain or .gz: legislators-district-offices.json or legislators-district-offices.yaml (congress-offices)',
      'Not in DIR, plain or .gz: 2024_Gaz_zcta_national.zip or 2024_Gaz_zcta_national.txt or zcta-cd119.csv or geonames-us-postal.csv (zip-points)',
      'Not in DIR, plain or .gz: cb_2024_us_cd119_500k.zip or us-cd119.geojson or us-cd119.topojson; and 101 such files more (districts)',
      'Not in DIR, plain or .gz: state-legislators.csv or state-legislators.jsonl or al.csv; and 50 such files more (openstates-people)',
    ]);
    expect(told.filter((line) => line.startsWith('Loaded'))).to.deep.equal([
      'Loaded zccd.csv.gz (zip-districts): added 1, changed 0, ended 0',
      'Loaded co.csv (openstates-people): added 1, changed 0, ended 0',
    ]);
    expect(await listCodeDivisions(world().db, 'us')).to.deep.include({
      code: '80202',
      layer: 'cd',
      division: 'ocd-division/country:us/state:co/cd:1',
      inForceFrom: '',
    });
  });

  it('update loads what it can when one file is wrong, and refuses a folder with nothing in it', async () => {
    expect(await refusal(update())).to.equal('data: nothing was loaded; the lines above say why');
    write('legislators-current.json', '[{"no": "legislator"}]');
    write('zccd.csv', ZIPS);
    const told = await update();
    expect(told.join('\n'))
      .to.match(/Not loaded: .*legislators-current\.json .*\n?/)
      .and.match(/Loaded zccd\.csv/);
    expect(await refusal(run('update', 'us', '--from', join(folder(), 'nowhere')))).to.include(
      'there is no such folder',
    );
    expect(await refusal(run('update', 'fr'))).to.include('"fr" is not known');
  });
});
