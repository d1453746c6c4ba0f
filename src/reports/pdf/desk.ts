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
    info: { Title: named(about.title), Author: named(about.author), CreationDate: new Date(about.madeAt) },
  });
  escapeMetadata(doc);
  const [bold, plain] = [typeface('bold'), typeface('plain')];
  doc.registerFont('bold', bold.forPdf).registerFont('plain', plain.forPdf).font('plain');
  const root = doc.struct('Document');
  doc.addStructure(root);
  return { doc, root, clean: (text) => printable(text, plain.hasGlyph) };
}

/** A title as readers show it in their own typeface: without what nobody sees. */
function named(text: string): string {
  return printable(text, () => true);
}

/** What pdfkit has and its types do not: writes title and author once more, as XML (ISO 16684-1) and as they are. */
type WithMetadata = { readonly info: { Title?: string; Author?: string }; endMetadata: () => void };

/** Lets title and author be text in the document's XML too. The document's own entry for them is written before. */
function escapeMetadata(doc: PDFKit.PDFDocument): void {
  const writer = doc as unknown as WithMetadata;
  const { Title = '', Author = '' } = writer.info;
  const write = writer.endMetadata.bind(doc);
  writer.endMetadata = () => {
    Object.assign(writer.info, { Title: escapeText(Title), Author: escapeText(Author) });
    write();
  };
}

function escapeText(text: string): string {
  return text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Points left on the page. */
export function roomOf(doc: PDFKit.PDFDocument): number {
  return doc.page.height - doc.page.margins.bottom - doc.y;
}
