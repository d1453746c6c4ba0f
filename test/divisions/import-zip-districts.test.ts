import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { zipDistricts, type Country } from '../../src/divisions/index.js';
import { listCodeDivisions } from '../../src/divisions/store.js';
import { listDataSets } from '../../src/data-sets/index.js';
import { onEachDatabase } from '../support/databases.js';
import { FILE_DAY, useImporter } from '../support/imports.js';
import { sharedData } from '../support/services.js';

/** The shape of the Census files: a byte-order mark, pipes, and areas on both sides that may be blank. */
function censusFile(kind: string, rows: readonly (readonly [district: string, zip: string])[]): string {
  const header = [
    ...['OID', 'GEOID', 'NAMELSAD', 'AREALAND', 'AREAWATER', 'MTFCC', 'FUNCSTAT'].map((name) => `${name}_${kind}_20`),
    ...['OID', 'GEOID', 'NAMELSAD', 'AREALAND', 'AREAWATER', 'MTFCC', 'CLASSFP', 'FUNCSTAT'].map(
      (name) => `${name}_ZCTA5_20`,
    ),
    'AREALAND_PART',
    'AREAWATER_PART',
  ].join('|');
  const lines = rows.map(([district, zip]) =>
    [
      ...['2119035951820645', district, `District ${district.slice(2)}`, '251540870', '252514261', 'G5200', 'N'],
      ...(zip === ''
        ? Array<string>(8).fill('')
        : ['221704258470394', zip, `ZCTA5 ${zip}`, '9', '1', 'G6350', 'B5', 'S']),
      ...['10523386', '2279'],
    ].join('|'),
  );
  return `\uFEFF${[header, ...lines].join('\r\n')}\r\n`;
}

onEachDatabase('importing which ZIP code lies in which district', (db) => {
  const { importText, importPath, faultsOf } = useImporter(zipDistricts, db);
  const stored = async (country: Country = 'us'): Promise<string[]> =>
    (await listCodeDivisions(db(), country)).map(
      ({ code, division }) => `${code} ${division.replace(/^ocd-division\/country:..\//, '')}`,
    );

  it('reads the Census file, without its water and its areas outside of ZIP codes', async () => {
    const file = censusFile('CD119', [
      ['0636', '90210'],
      ['0630', '90210'],
      ['0101', ''],
      ['09ZZ', '06437'],
      ['0903', '06437'],
      ['5600', '82001'],
      ['1198', '20001'],
      ['7298', '00601'],
      ['', '82001'],
    ]);
    const report = await importText(file);
    expect(report).to.include({ added: 6, changed: 0, ended: 0, unchanged: 0 });
    expect(await stored()).to.deep.equal([
      '00601 territory:pr/cd:at-large',
      '06437 state:ct/cd:3',
      '20001 district:dc/cd:at-large',
      '82001 state:wy/cd:at-large',
      '90210 state:ca/cd:30',
      '90210 state:ca/cd:36',
    ]);
  });

  it('reads the Census files of both chambers of state legislatures, side by side', async () => {
    await importText(censusFile('CD119', [['0801', '80202']]));
    const upper = await importText(censusFile('SLDU2024', [['08034', '80202']]));
    expect(upper).to.include({ added: 1, ended: 0, unchanged: 0 });
    await importText(
      censusFile('SLDL2024', [
        ['08005', '80202'],
        ['08010', '80202'],
        ['2721A', '55901'],
        ['31ZZZ', '68001'],
      ]),
    );
    expect(await stored()).to.deep.equal([
      '55901 state:mn/sldl:21a',
      '80202 state:co/cd:1',
      '80202 state:co/sldl:10',
      '80202 state:co/sldl:5',
      '80202 state:co/sldu:34',
    ]);
  });

  it('reads a row a pair, a row a ZIP code, and division ids, packed or not', async () => {
    const wanted = ['53811 state:wi/cd:2', '53811 state:wi/cd:3', '82001 state:wy/cd:at-large'];
    const forms = {
      'state_fips,state_abbr,zcta,cd': '55,WI,53811,2\n55,WI,53811,3\n56,WY,82001,0',
      'zcta,lat,lng,point_district,districts,n_districts':
        '53811,42.7,-90.4,WI-03,WI-02;WI-03,2\n82001,41.1,-104.8,WY-AL,WY-AL,1',
      'zip,districts': '53811,WI-2 WI-3\n82001,wy-00',
      'zip;state;district': '53811;WI;2\n53811;wi;03\n82001;WY;AL',
      'zip\tcd_geoid': '53811\t5502\n53811\t5503\n82001-1234\t5600',
      'postal_code,division':
        '53811,ocd-division/country:us/state:wi/cd:2\n53811,ocd-division/country:us/state:wi/cd:3\n82001,ocd-division/country:us/state:wy/cd:at-large',
    };
    for (const [index, [header, rows]] of Object.entries(forms).entries()) {
      const text = `${header}\n${rows}\n`;
      const report = await importText({ text: index % 2 === 0 ? text : gzipSync(text) });
      expect(report.added + report.unchanged, header).to.equal(3);
      expect(report.ended, header).to.equal(0);
      expect(await stored(), header).to.deep.equal(wanted);
    }
  });

  it('reads the postcodes of another country beside the ZIP codes', async () => {
    await importText('zip,districts\n80202,CO-01\n');
    const division = 'ocd-division/country:gb/part:sct/ed:na_h-eileanan_an_iar';
    await importText(`postal_code,division\nhs12ad,${division}\nHS1 2AE,${division}\n`);
    expect(await stored('gb')).to.deep.equal([
      'HS1 2AD part:sct/ed:na_h-eileanan_an_iar',
      'HS1 2AE part:sct/ed:na_h-eileanan_an_iar',
    ]);
    expect(await stored()).to.deep.equal(['80202 state:co/cd:1']);
    expect((await listDataSets(db())).map(({ scope }) => scope)).to.deep.equal(['cd CO', 'gb constituency']);
  });

  it('changes nothing when the same file comes again, and counts what a new one changes', async () => {
    await importText('zip,districts\n53811,WI-02;WI-03\n80202,CO-01\n');
    const again = await importText('zip,districts\n80202,CO-01\n53811,WI-03;WI-02\n');
    expect(again).to.include({ added: 0, ended: 0, unchanged: 3 });
    const next = await importText('zip,districts\n53811,WI-02\n80202,CO-01;CO-06\n');
    expect(next).to.include({ added: 1, ended: 1, unchanged: 2 });
    expect(await stored()).to.deep.equal(['53811 state:wi/cd:2', '80202 state:co/cd:1', '80202 state:co/cd:6']);
  });

  it('keeps the table of the next Congress beside the present one, and replaces each alone', async () => {
    await importText(censusFile('CD119', [['0801', '80202']]));
    const next = { text: censusFile('CD130', [['0806', '80202']]) };
    const report = await importText(next);
    expect(report).to.include({ added: 1, ended: 0, unchanged: 0 });
    expect(report.remarks).to.deep.equal([
      'The cd table comes into force on 2047-01-03; until then the present one answers',
    ]);
    expect(await importText(next)).to.include({ added: 0, ended: 0, unchanged: 1 });
    const zips = 'zip,districts\n80202,CO-07\n';
    const dated = { text: zips, options: { inForce: '2047-01-03' } };
    expect(await importText(dated)).to.include({ added: 1, ended: 1, unchanged: 0 });
    expect(await stored()).to.deep.equal(['80202 state:co/cd:1', '80202 state:co/cd:7']);
    expect((await listDataSets(db())).map(({ scope }) => scope)).to.deep.equal([
      'cd-2025-01-03 CO',
      'cd-2047-01-03 CO',
    ]);
    const faults = await faultsOf({ text: zips, options: { inForce: 'January' } });
    expect(faults).to.deep.equal([{ field: '--in-force', message: '"January" is not a day such as 2026-06-15' }]);
  });

  it('replaces with the file of one state the rows of that state and layer alone', async () => {
    await importText('zip,districts\n53811,WI-02;WI-03\n80202,CO-01\n80203,CO-01\n82001,WY-AL\n81324,CO-03;UT-03\n');
    await importText(censusFile('SLDL2024', [['08005', '80202']]));
    await importText('zip,districts\n80202,CO-06\n81324,CO-03\n');
    expect(await stored()).to.deep.equal([
      '53811 state:wi/cd:2',
      '53811 state:wi/cd:3',
      '80202 state:co/cd:6',
      '80202 state:co/sldl:5',
      '81324 state:co/cd:3',
      '81324 state:ut/cd:3',
      '82001 state:wy/cd:at-large',
    ]);
  });

  it('names file, line and column of a row that cannot be read, and takes nothing of the file', async () => {
    const cases: [text: string, line: number, field: string, message: string][] = [
      ['zip,districts\n80202,CO-01\n8O2O2,CO-01\n', 3, 'zip', '"8O2O2" is not a ZIP code'],
      ['zip,districts\n80202,XX-01\n', 2, 'state', '"XX" is not a state that we know'],
      ['zip,districts\n\n\n80202,CO-first\n', 4, 'cd', '"first" is not a district number'],
      ['zip,districts\n80202,CO\n', 2, 'cd', '"" is not a district number'],
      ['zip,state_abbr,cd\n80202,CO,\n', 2, 'district', 'no district stands here'],
      ['zip,state_abbr,cd\n80202,CO,1st\n', 2, 'cd', '"1st" is not a district number'],
      ['zip,cd_geoid\n80202,0801\n94501,602\n', 3, 'geoid', '"602" is not a GEOID such as 0802'],
      ['zip,cd_geoid\n80202,08A1\n', 2, 'geoid', '"08A1" is not a GEOID'],
      ['zip,cd_geoid\n80202,9901\n', 2, 'state', '"99" is not a state'],
      [censusFile('SLDL2024', [['6001', '94501']]), 2, 'geoid', '"6001" is not a GEOID such as 08012'],
      ['postal_code,division\n80202,ocd-division/country:us/state:co/county:denver\n', 2, 'division', 'no division'],
      ['postal_code,division\n80202,ocd-division/country:fr/cd:1\n', 2, 'division', 'no division that we know'],
      [
        'postal_code,division\n80202,ocd-division/country:gb/part:sct/ed:perth\n',
        2,
        'zip',
        '"80202" is not a postcode',
      ],
      ['zap,districts\n80202,CO-01\n', 1, 'zip', 'the nearest column here is "zap"'],
      ['zip\n80202\n', 2, 'district', 'no district stands here'],
    ];
    for (const [text, line, field, message] of cases) {
      const faults = await faultsOf({ text, name: 'bad.csv' });
      expect(faults, text).to.have.length(1);
      expect(faults[0], text).to.include({ file: '/bad.csv', line, field });
      expect(faults[0]?.message, text).to.include(message);
    }
    expect(await stored()).to.deep.equal([]);
    expect(await listDataSets(db())).to.deep.equal([]);
  });

  it('refuses a file without any pair', async () => {
    for (const text of ['', 'zip,districts\n', censusFile('CD119', [['0101', '']])]) {
      expect((await faultsOf(text))[0]?.message).to.equal('holds no postal code with a district');
    }
  });

  it('refuses a file that is older than the loaded one, unless told to go back', async () => {
    await importText('zip,districts\n80202,CO-01\n');
    const older = { text: 'zip,districts\n80202,CO-02\n', options: { asOf: '2020-01-01' } };
    expect((await faultsOf(older))[0]?.message).to.include(`data as of ${FILE_DAY} are loaded for cd CO`);
    await importText({ ...older, options: { ...older.options, force: true } });
    expect(await stored()).to.deep.equal(['80202 state:co/cd:2']);
  });

  it('loads the same pairs from both shared forms, and no district twice', async function () {
    const pairs = await importPath(sharedData(this, 'us-zip-to-district', 'zccd.csv.gz'));
    expect(pairs.report).to.include({ added: 42_033 });
    const lists = await importPath(sharedData(this, 'us-zip-to-district', 'zcta-cd119.csv.gz'));
    expect(lists.report).to.include({ ended: 0, unchanged: 42_033, added: 17 });
    expect(lists.dataSet.scope).to.equal('cd');
  });
});

onEachDatabase('any file of ZIP codes and districts', (db) => {
  const { importText } = useImporter(zipDistricts, db);

  it('is stored as it was written, whatever order and repeats it has', async () => {
    const pair = fc.record({
      zip: fc.integer({ min: 501, max: 99_950 }).map((number) => String(number).padStart(5, '0')),
      state: fc.constantFrom('CO', 'WI', 'WY'),
      district: fc.integer({ min: 1, max: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(pair, { minLength: 1, maxLength: 30 }), async (pairs) => {
        const rows = pairs.map(({ zip, state, district }) => `${zip},${state},${district}`);
        await importText({
          text: `zip,state,cd\n${[...rows, ...rows].reverse().join('\n')}`,
          options: { force: true },
        });
        const states = new Set(pairs.map(({ state }) => state.toLowerCase()));
        const kept = (await listCodeDivisions(db(), 'us'))
          .map(({ code, division }) => `${code},${division.replace(/.*state:(..)\/cd:/, '$1,')}`)
          .filter((row) => states.has(row.split(',')[1] ?? ''));
        expect(kept.sort()).to.deep.equal([...new Set(rows.map((row) => row.toLowerCase()))].sort());
      }),
      { numRuns: 25 },
    );
  });
});
