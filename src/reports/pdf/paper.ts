import { INK, MARGIN, openDesk, roomOf, SOFT, type About, type Desk } from './desk.js';
import { drawTable, type Table } from './table.js';

/** A tagged PDF that is written from top to bottom. */
export type Paper = {
  readonly heading: (level: 1 | 2, text: string) => void;
  readonly paragraph: (text: string, style?: keyof typeof STYLES) => void;
  readonly list: (items: readonly string[]) => void;
  readonly table: (table: Table) => void;
  readonly quote: (words: string, by: string) => void;
  /** Numbers the pages and ends the document; `foot` stands beside the number. */
  readonly finish: (foot: string) => AsyncIterable<Uint8Array>;
};

const STYLES = { plain: [10, INK], lead: [12, INK], small: [8.5, SOFT] } as const;

export function openPaper(about: About): Paper {
  const desk = openDesk(about);
  return {
    heading: (level, text) => writeHeading(desk, level, text),
    paragraph: (text, style = 'plain') => {
      const [size, colour] = STYLES[style];
      const { doc, clean } = desk;
      block(desk, 'P', () => doc.font('plain').fontSize(size).fillColor(colour).text(clean(text), { lineGap: 2 }));
      doc.moveDown(0.45);
    },
    list: (items) => writeList(desk, items),
    table: (table) => drawTable(desk, table),
    quote: (words, by) => writeQuote(desk, words, by),
    finish: (foot) => {
      desk.root.end();
      numberPages(desk, foot);
      desk.doc.end();
      return desk.doc;
    },
  };
}

function block({ doc, root }: Desk, tag: string, write: () => unknown): void {
  const part = doc.struct(tag, {}, [() => void write()]);
  root.add(part);
  part.end();
}

/** Begins a new page where less room than this is left. */
function keep({ doc }: Desk, points: number): void {
  if (roomOf(doc) < points) doc.addPage();
}

function writeHeading(desk: Desk, level: 1 | 2, text: string): void {
  const { doc, clean } = desk;
  if (level === 2) doc.moveDown(0.9);
  keep(desk, 90);
  const size = level === 1 ? 18 : 12.5;
  block(desk, `H${level}`, () => doc.font('bold').fontSize(size).fillColor(INK).text(clean(text)));
  doc.moveDown(0.35);
}

function writeQuote(desk: Desk, words: string, by: string): void {
  const { doc, clean } = desk;
  const left = doc.page.margins.left;
  keep(desk, 60);
  block(desk, 'BlockQuote', () => {
    doc
      .font('plain')
      .fontSize(10)
      .fillColor(INK)
      .text(clean(`“${words.trim()}”`), left + 14, doc.y, { lineGap: 2 });
    doc
      .fontSize(9)
      .fillColor(SOFT)
      .text(clean(`– ${by}`));
  });
  doc.x = left;
  doc.moveDown(0.7);
}

function writeList({ doc, root, clean }: Desk, items: readonly string[]): void {
  const list = doc.struct('L');
  root.add(list);
  for (const text of items) {
    const item = doc.struct('LI');
    list.add(item);
    const write = (): void => {
      doc
        .font('plain')
        .fontSize(9)
        .fillColor(INK)
        .text(`•  ${clean(text)}`, { lineGap: 1.5, paragraphGap: 3 });
    };
    item.add(doc.struct('LBody', {}, [write]));
    item.end();
  }
  list.end();
}

/** `2 of 5` at the foot of each page; a reader's voice leaves it out. */
function numberPages({ doc, clean }: Desk, foot: string): void {
  const { count } = doc.bufferedPageRange();
  for (let index = 0; index < count; index++) {
    doc.switchToPage(index);
    const y = doc.page.height - MARGIN;
    const width = doc.page.width - 2 * MARGIN;
    // Below the margin a text would begin a page of its own.
    doc.page.margins.bottom = 0;
    doc.markContent('Artifact', { type: 'Pagination' });
    doc.font('plain').fontSize(8).fillColor(SOFT);
    doc.text(clean(foot), MARGIN, y, { width: width - 70, height: 10, ellipsis: true, lineBreak: false });
    doc.text(`${index + 1} of ${count}`, MARGIN, y, { width, align: 'right', lineBreak: false });
    doc.endMarkedContent();
  }
}
