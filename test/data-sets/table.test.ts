import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { readTable } from '../../src/data-sets/index.js';
import { InputError, type Fault } from '../../src/platform/errors.js';
import { openDataFile } from '../../src/platform/open-file.js';
import { sharedData } from '../support/services.js';

const SHAPE = { columns: { name: ['name', 'full_name'], town: ['town', /^place_\d$/] }, required: ['name'] } as const;

describe('a table', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'clarion-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  /** The rows as `line name|town`. */
  const rowsOf = async (content: string | Buffer, name = 'table.csv'): Promise<string[]> => {
    const path = join(folder, name);
    writeFileSync(path, content);
    const rows: string[] = [];
    for await (const { line, values } of readTable(await openDataFile(path), SHAPE)) {
      rows.push(`${line} ${values.name}|${values.town}`);
    }
    return rows;
  };
  const faultOf = async (content: string | Buffer): Promise<Fault> => {
    const error: unknown = await rowsOf(content).catch((thrown: unknown) => thrown);
    if (!(error instanceof InputError)) return expect.fail('the table was not refused');
    return error.faults[0] ?? expect.fail();
  };

  it('reads with commas, semicolons, tabs and pipes, with and without gzip, whatever the name says', async () => {
    for (const delimiter of [',', ';', '\t', '|']) {
      const text = ['NAME,Place_1', '"Lima, Ana",Bonn', 'Ben,'].join('\n').replaceAll(/,(?! )/g, delimiter);
      for (const [content, name] of [
        [text, 'plain.csv.gz'],
        [gzipSync(text), 'packed.csv'],
      ] as const) {
        expect(await rowsOf(content, name), name).to.deep.equal(['2 Lima, Ana|Bonn', '3 Ben|']);
      }
    }
  });

  it('counts lines as editors do, with any line ends, empty lines and line breaks within quotes', async () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const text = ['name,town', 'Ana,"two', 'lines"', '', '   ', 'Ben,"a', '', 'b"', 'Cleo,Rome', ''].join(end);
      expect(
        (await rowsOf(text)).map((row) => row.split(' ')[0]),
        JSON.stringify(end),
      ).to.deep.equal(['2', '6', '9']);
    }
    expect(await rowsOf('\uFEFF"full_name","town\n(or place)"\nAna,Bonn\n')).to.deep.equal(['3 Ana|']);
    expect(await rowsOf('\n\nname\nAna\n'), 'empty lines before the header').to.deep.equal(['4 Ana|']);
  });

  it('names the line of a quotation mark that nothing closes', async () => {
    expect(await faultOf('name,town\r\nAna,"a\r\nb"\r\nBen,"c\r\nCleo,d\r\nDan,e\r\n')).to.deep.include({
      line: 4,
      message: 'a quotation mark opens in this row and nothing closes it',
    });
    const long = `name,town\nAna,"${'x\n'.repeat(100_100)}`;
    expect(await faultOf(long)).to.deep.include({
      line: 2,
      message: 'this row is longer than 200000 characters; is a quotation mark left open?',
    });
    const { line, message } = await faultOf('name,town\nAna,Bonn\nBen,"a"b\n');
    expect([line, message]).to.deep.equal([
      3,
      'cannot be read as a table: Invalid Closing Quote: found non trimable byte after quote',
    ]);
  });

  it('is refused when it is no UTF-8 text, with the line', async () => {
    const line = (content: Buffer): Promise<Fault> => faultOf(content);
    const advice = 'open it in a spreadsheet or editor, save it as "CSV UTF-8", and import that';
    const latin = Buffer.from('name,town\nAna,Bonn\nJosé,Köln\n', 'latin1');
    expect(await line(latin)).to.deep.include({ field: 'file', line: 3, message: `is not UTF-8 text; ${advice}` });
    expect((await line(gzipSync(latin))).line).to.equal(3);
    const wide = Buffer.from('\uFEFFname,town\nAna,Bonn\n', 'utf16le');
    expect(await line(wide)).to.deep.include({ line: 1, message: `is not UTF-8 text, but UTF-16; ${advice}` });
    expect((await line(Buffer.from('name,town\nAna,Bo\0nn\n'))).line).to.equal(2);
    expect((await line(Buffer.concat([Buffer.from('name\nAna\n'), Buffer.from([0xe2, 0x82])]))).line).to.equal(3);
    const far = Buffer.concat([
      Buffer.from('name\n' + 'Ana Lima\n'.repeat(50_000)),
      Buffer.from('Jos\xe9\n', 'latin1'),
    ]);
    expect((await line(far)).line).to.equal(50_002);
  });

  it('may hold letters of many bytes, wherever the file is cut while reading', async () => {
    const text = `name,town\n${'Ána 𝔏ímā,Köln\n'.repeat(20_000)}`;
    const rows = await rowsOf(text);
    expect(rows).to.have.length(20_000);
    expect(new Set(rows.map((row) => row.replace(/^\d+ /, '')))).to.deep.equal(new Set(['Ána 𝔏ímā|Köln']));
  });

  it('tells a broken gzip file from a broken table', async () => {
    const packed = gzipSync('name,town\n' + 'Ana,Bonn\n'.repeat(1000));
    packed.fill(0xff, 30, 60);
    expect((await faultOf(packed)).message).to.match(/^cannot be unpacked: /);
  });

  it('tells the columns that are missing, and the nearest one', async () => {
    expect(await faultOf('nmae,town\nAna,Bonn\n')).to.deep.include({
      field: 'name',
      line: 1,
      message: 'the column is missing (it may be called name, full_name); the nearest column here is "nmae"',
    });
  });

  it('reads back what a spreadsheet wrote', async () => {
    const cell = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', '').trim());
    const filled = cell.filter((text) => text !== '');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(filled, cell), { minLength: 1 }), async (rows) => {
        const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        const text = rows.map(([name, town]) => `${quoted(name)},${quoted(town)}\r\n`).join('');
        const read = await rowsOf(`name,town\r\n${text}`);
        expect(read.map((row) => row.replace(/^\d+ /, ''))).to.deep.equal(rows.map((row) => row.join('|')));
      }),
      { numRuns: 40 },
    );
  });

  it('of the European Parliament is refused for its encoding', async function () {
    const file = await openDataFile(sharedData(this, 'eu', 'meps-9th-term.csv'));
    const shape = { columns: { name: [/./] }, required: [] } as const;
    const read = async (): Promise<void> => {
      for await (const row of readTable(file, shape)) expect(row.line).to.be.greaterThan(1);
    };
    const error: unknown = await read().catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(InputError);
    expect((error as InputError).faults[0]?.message).to.include('is not UTF-8 text');
  });
});
