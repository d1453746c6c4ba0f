import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import {
  compare,
  fileName,
  readQuestion,
  tableCsv,
  tableJson,
  tablePdf,
  type Table,
} from '../../src/comparison/index.js';
import { factsOf, partnerNamed } from '../support/facts.js';

describe('files of a comparison', () => {
  const facts = factsOf(
    [
      { group: 'p-a', campaign: 'x', people: 4, own: 2 },
      { group: 'p-b', campaign: 'x', people: 12, own: 6 },
      { group: 'none', campaign: 'x', people: 84, own: 42 },
    ],
    { partners: [partnerNamed('a', { name: '=Teachers', members: 500, membersOn: '2027-01-01' }), partnerNamed('b')] },
  );
  const comparison = compare(facts);
  const owner = facts.coalition;
  const ask = (query: Record<string, string>): Table => comparison.table(readQuestion(query, comparison).question);

  it('hold as CSV the table, then its total, what the numbers mean and of when they are', () => {
    const table = ask({ sort: 'name' });
    const lines = parse(tableCsv(owner, table), { bom: true, relax_column_count: true });
    expect(lines[0]?.slice(0, 5)).to.eql(['Partners', 'Code', 'Note', 'People who wrote', 'Share']);
    const first = (count: number): string[][] => lines.slice(1, count + 1).map((line) => line.slice(0, 5));
    expect(first(5)).to.eql([
      ["'=Teachers", 'a', '500 members as of 1 January 2027', 'hidden', 'hidden'],
      ['No source', 'none', '', '84', '0.84'],
      ['Other links', 'links', '', '0', '0'],
      ['Partner b', 'b', '', 'hidden', 'hidden'],
      ['All together', 'total', '', '100', '1'],
    ]);
    expect(lines).to.deep.include(['As of', '', '10 March 2027, 11:00 MST']);
    expect(lines.filter(([kind]) => kind === 'Definition').length).to.be.above(10);
    expect(fileName(owner, table, 'csv')).to.equal('safe-partners.csv');
  });

  it('hold the same as JSON', () => {
    const answer = JSON.parse(tableJson(owner, ask({ view: 'weeks', partner: 'a' }))) as Record<string, unknown>;
    expect(answer['as_of']).to.equal('2027-03-10T18:00:00.000Z');
    expect(answer['question']).to.include({ view: 'weeks', partner: 'a', campaign: null, sort: 'name' });
    expect(answer['title']).to.equal('Weeks · =Teachers');
    expect(JSON.stringify(answer['rows'])).to.contain('"actions":"under 10 or hidden"');
    expect(answer).to.have.nested.property('columns[0].key', 'actions');
  });

  it('hold the same as a document to print, with definitions and date', async () => {
    const parts: Uint8Array[] = [];
    for await (const part of tablePdf(owner, ask({ view: 'overlap' }), { isPlain: true })) parts.push(part);
    const text = Buffer.concat(parts).toString('latin1');
    expect(text).to.match(/^%PDF-1\.7/);
    expect(text).to.contain('/Type /StructTreeRoot');
    expect(text.match(/\/S \/Table\b/g)).to.have.length(2);
  });
});
