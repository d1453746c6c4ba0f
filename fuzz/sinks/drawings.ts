import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import {
  areaTiles,
  classesOf,
  columnChart,
  drawTiles,
  nationTiles,
  shareBar,
  smallColumns,
  sparkline,
  stackedBar,
} from '../../src/charts/index.js';
import { pdfName, writeReport, type OfficeReport } from '../../src/reports/index.js';
import { anyText, hostileText } from '../hostile.js';
import { plain } from '../target.js';
import { markupFault } from './well-formed.js';

const MOST_MS = 4_000;

/** A count as rows give it: none, few, very many. */
const count = fc.oneof(fc.nat({ max: 20 }), fc.nat({ max: 2_000_000_000 }), fc.constant(Number.MAX_SAFE_INTEGER));
const counts = fc.array(count, { maxLength: 40 });

/** Pictures: elements that fit together, no number that is none, and no text of others that became an element. */
export const drawings = plain('drawings', 'pictures of charts: well-formed, whatever the names and numbers', () =>
  fc.property(fc.tuple(hostileText, hostileText), counts, counts, ([name, label], some, others) => {
    const columns = some.map((value, at) => ({ label, tick: name, values: [value, others[at] ?? 0] }));
    const parts = [
      { className: 'mark', name },
      { className: 'mark-new', name: label },
    ];
    const tiles = nationTiles;
    const markOf = (): { className: string; text: string; short: string } => ({
      className: 'shade-1',
      text: name,
      short: label,
    });
    const max = Math.max(1, ...some);
    const drawn = [
      columnChart({ name, unit: label, parts, columns }),
      sparkline(some, name),
      smallColumns(
        some.map((value, at) => ({ text: label, value: at % 3 === 0 ? undefined : value })),
        { max, name },
      ),
      stackedBar(
        some.map((one, at) => ({ key: `k${at}`, name: label, count: one })),
        name,
      ),
      shareBar((some[0] ?? 0) / max),
      drawTiles(tiles, { countOf: () => some[0] ?? 0, classes: classesOf(some), name }),
      areaTiles(tiles, { markOf, name }),
    ];
    for (const picture of drawn) {
      const fault = markupFault(picture);
      if (fault !== undefined) throw new Error(`${fault}: ${picture.slice(0, 300)}`);
      if (/="[^"]*\b(?:NaN|Infinity|undefined)\b[^"]*"/.test(picture.replace(/ aria-label="[^"]*"/g, '')))
        throw new Error(`no number: ${picture.slice(0, 600)}`);
      if (picture.includes('<x-fuzz')) throw new Error('a text became an element');
    }
  }),
);

const office: fc.Arbitrary<OfficeReport['office']> = fc
  .record({ id: hostileText, name: anyText, title: hostileText, holder: hostileText, party: hostileText })
  .map((given) => ({ ...given, key: 'k', body: given.title, person: '' }));

const report: fc.Arbitrary<OfficeReport> = fc
  .record({
    campaign: fc.record({
      title: anyText,
      ask: anyText,
      organization: hostileText,
      postalAddress: hostileText,
      website: hostileText,
      country: fc.constantFrom('us', 'gb', 'ca'),
    }),
    office,
    peopleText: hostileText,
    ownText: hostileText,
    people: fc.nat({ max: 3 }),
    terms: fc.array(fc.record({ name: hostileText, letters: hostileText, means: anyText }), { maxLength: 5 }),
    places: fc.array(fc.record({ area: hostileText, people: hostileText, share: fc.nat({ max: 100 }) }), {
      maxLength: 30,
    }),
    position: fc.option(fc.record({ label: hostileText, name: hostileText, day: hostileText, source: hostileText }), {
      nil: undefined,
    }),
    quotations: fc.array(fc.record({ words: anyText, by: hostileText }), { maxLength: 4 }),
    milestones: fc.array(
      fc.record({ day: hostileText, kind: hostileText, title: hostileText, text: hostileText, link: hostileText }),
      { maxLength: 3 },
    ),
    definitions: fc.array(hostileText, { maxLength: 3 }),
  })
  .map((made) => {
    const rest = { madeOn: '10 March 2027', madeAt: Date.UTC(2027, 2, 10), period: undefined, ownWords: 0 };
    return { ...made, ...rest, placesHead: 'ZIP code', placesText: '' } as unknown as OfficeReport;
  });

/** What would make a reader do something, right behind the end of a text. */
const ESCAPE = ')>>/OpenAction<</S/JavaScript/JS(1)>>';

/** The XML in which a PDF tells title and author (ISO 16684-1), without its processing instructions. */
function metadataOf(pdf: string): string {
  return (/<x:xmpmeta[\s\S]*?<\/x:xmpmeta>/.exec(pdf)?.[0] ?? '<').trim();
}

/** Reports as PDF: begun, ended, and no text that is part of the file's own structure. */
export const pdfReports = plain('pdf', 'reports as PDF: whole files, texts that stay texts', () =>
  fc.asyncProperty(report, fc.boolean(), async (given, isEscaping) => {
    const title = isEscaping ? given.campaign.title.slice(0, 20) + ESCAPE : given.campaign.title;
    const before = process.cpuUsage();
    const made = { ...given, campaign: { ...given.campaign, title } };
    const pdf = (await buffer(Readable.from(writeReport(made, { isPlain: true })))).toString('latin1');
    const { user, system } = process.cpuUsage(before);
    if ((user + system) / 1000 > MOST_MS) throw new Error(`took ${(user + system) / 1000} ms`);
    if (!pdf.startsWith('%PDF-') || !pdf.trimEnd().endsWith('%%EOF')) throw new Error('no whole PDF');
    if (/(?<!\\)\)>>\/OpenAction/.test(pdf)) throw new Error('a text became a part of the file');
    const fault = markupFault(metadataOf(pdf));
    if (fault !== undefined) throw new Error(`${fault}, in what the file says of itself`);
    if (!/^[\w.-]{1,240}$/.test(pdfName(made))) throw new Error(`a name for a file: ${pdfName(made).slice(0, 300)}`);
  }),
);
