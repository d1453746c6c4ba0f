import { expect } from 'chai';
import { logLines } from '../../src/console/accounts/log-csv.js';
import { csvOf } from '../../src/console/dashboard/csv.js';
import { csvText } from '../../src/platform/csv.js';

/** What spreadsheets take for a formula: also behind spaces and marks that nobody sees, and with full-width signs. */
const FORMULAS = ['=1+1', '  =1+1', '\t@x', '\rx', '\u200b=1', '\u00a0-1', '＝1+1', '＋1', '−1'];

describe('each file that the console gives', () => {
  const holds = (text: string, formula: string): void => {
    const cells = text.split(/[,\r\n]+/).map((cell) => cell.replace(/^"|"$/g, ''));
    const [start = ''] = formula.split('\r').filter(Boolean);
    expect(cells.some((cell) => cell === `'${start}` || cell === `'`)).to.equal(true, JSON.stringify(text));
  };

  for (const formula of FORMULAS) {
    it(`shows ${JSON.stringify(formula)} as a text`, async () => {
      holds(csvText([['office'], [formula]]), formula);
      const columns = [{ key: 'people', name: 'people', means: 'who wrote' }];
      const table = {
        key: 't',
        title: 'Sources',
        of: 'source',
        about: 'x',
        columns,
        rows: [{ name: formula, values: {} }],
      };
      holds(csvOf(table as never, { campaign: 'c', moment: 'm' }), formula);
      const entry = { id: '1', at: 0, userId: null, who: formula, did: 'd', about: '', detail: '' };
      const lines: string[] = [];
      for await (const line of logLines(
        (async function* () {
          yield await Promise.resolve(entry as never);
        })(),
      ))
        lines.push(line);
      holds(lines.join(''), formula);
    });
  }
});
