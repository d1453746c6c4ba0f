import PDFDocument from 'pdfkit';
import { printable } from './glyphs.js';
import { typeface } from './typefaces.js';

/** What everything is drawn with. */
export type Desk = {
  readonly doc: PDFKit.PDFDocument;
  /** The outermost part of the tagged structure. */
  readonly root: PDFKit.PDFStructureElement;
  /** Anybody's text as it can be printed. */
  readonly clean: (text: string) => string;
};

export type About = {
  readonly title: string;
  readonly author: string;
  readonly madeAt: number;
  readonly size: 'A4' | 'LETTER';
  /** Uncompressed, for who looks into it. */
  readonly isPlain?: boolean;
};

export const MARGIN = 56;
export const INK = '#1c2a33';
export const SOFT = '#55646d';
export const LINE = '#c9d2d7';

export function openDesk(about: About): Desk {
  const doc = new PDFDocument({
    size: about.size,
    margins: { top: MARGIN, bottom: MARGIN + 14, left: MARGIN, right: MARGIN },
    bufferPages: true,
    pdfVersion: '1.7',
    lang: 'en',
    tagged: true,
    displayTitle: true,
    // No typeface but ours is used; the usual one would be loaded first.
    font: '',
    compress: about.isPlain !== true,
    info: { Title: about.title, Author: about.author, CreationDate: new Date(about.madeAt) },
  });
  const [bold, plain] = [typeface('bold'), typeface('plain')];
  doc.registerFont('bold', bold.forPdf).registerFont('plain', plain.forPdf).font('plain');
  const root = doc.struct('Document');
  doc.addStructure(root);
  return { doc, root, clean: (text) => printable(text, plain.hasGlyph) };
}

/** Points left on the page. */
export function roomOf(doc: PDFKit.PDFDocument): number {
  return doc.page.height - doc.page.margins.bottom - doc.y;
}
