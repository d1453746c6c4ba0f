import { INK, LINE, MARGIN, roomOf, SOFT, type Desk } from './desk.js';

export type Table = {
  readonly title: string;
  readonly head: readonly string[];
  /** Widths as parts of the line. */
  readonly widths: readonly number[];
  readonly rows: readonly (readonly string[])[];
  /** Columns of numbers, which stand on the right. */
  readonly numbers: readonly number[];
};

const ROW_GAP = 5;
const COLUMN_GAP = 8;

/** Draws a table; a row is never cut, and the header comes again on each page. */
export function drawTable(desk: Desk, { title, head, widths, rows, numbers }: Table): void {
  const { doc, root } = desk;
  const line = doc.page.width - 2 * MARGIN;
  const layout = { widths: widths.map((part) => part * line), numbers };
  const table = doc.struct('Table', { title });
  root.add(table);
  drawRow(desk, table, { ...layout, cells: head, tag: 'TH' });
  for (const cells of rows) {
    if (roomOf(doc) < heightOf(desk, layout.widths, cells)) {
      doc.addPage();
      drawRow(desk, table, { ...layout, cells: head, tag: 'TH' });
    }
    drawRow(desk, table, { ...layout, cells, tag: 'TD' });
  }
  table.end();
  doc.x = doc.page.margins.left;
  doc.moveDown(0.6);
}

function heightOf({ doc, clean }: Desk, widths: readonly number[], cells: readonly string[]): number {
  doc.font('plain').fontSize(9.5);
  const heights = cells.map((cell, column) => {
    return doc.heightOfString(clean(cell), { width: (widths[column] ?? 50) - COLUMN_GAP });
  });
  return Math.max(...heights) + 2 * ROW_GAP;
}

type Row = Pick<Table, 'widths' | 'numbers'> & { readonly cells: readonly string[]; readonly tag: 'TH' | 'TD' };

function drawRow(desk: Desk, table: PDFKit.PDFStructureElement, { cells, widths, numbers, tag }: Row): void {
  const { doc, clean } = desk;
  const row = doc.struct('TR');
  table.add(row);
  const height = heightOf(desk, widths, cells);
  const top = doc.y;
  let left = doc.page.margins.left;
  for (const [column, cell] of cells.entries()) {
    const [x, width] = [left, (widths[column] ?? 50) - COLUMN_GAP];
    const align = numbers.includes(column) ? 'right' : 'left';
    const write = (): void => {
      if (tag === 'TH') doc.font('bold').fontSize(8.5).fillColor(SOFT);
      else doc.font('plain').fontSize(9.5).fillColor(INK);
      doc.text(clean(cell), x, top + ROW_GAP, { width, align });
    };
    row.add(doc.struct(tag, {}, [write]));
    left += width + COLUMN_GAP;
  }
  row.end();
  doc.y = top + height;
  doc.markContent('Artifact', { type: 'Layout' });
  doc
    .moveTo(MARGIN, doc.y)
    .lineTo(doc.page.width - MARGIN, doc.y)
    .lineWidth(0.5)
    .strokeColor(LINE)
    .stroke();
  doc.endMarkedContent();
}
