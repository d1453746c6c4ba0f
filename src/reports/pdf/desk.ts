import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { printable } from './glyphs.js';

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

const fontFile = (name: string): string => createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`);

/** What is not in the types: the font that pdfkit holds, with the glyphs that it has. */
type WithFont = { readonly _font: { readonly font: { readonly hasGlyphForCodePoint: (code: number) => boolean } } };

export function openDesk(about: About): Desk {
  const doc = new PDFDocument({
    size: about.size,
    margins: { top: MARGIN, bottom: MARGIN + 14, left: MARGIN, right: MARGIN },
    bufferPages: true,
    pdfVersion: '1.7',
    lang: 'en',
    tagged: true,
    displayTitle: true,
    compress: about.isPlain !== true,
    info: { Title: about.title, Author: about.author, CreationDate: new Date(about.madeAt) },
  });
  doc.registerFont('bold', fontFile('DejaVuSans-Bold')).registerFont('plain', fontFile('DejaVuSans')).font('plain');
  const { font } = (doc as unknown as WithFont)._font;
  const root = doc.struct('Document');
  doc.addStructure(root);
  return { doc, root, clean: (text) => printable(text, (code) => font.hasGlyphForCodePoint(code)) };
}

/** Points left on the page. */
export function roomOf(doc: PDFKit.PDFDocument): number {
  return doc.page.height - doc.page.margins.bottom - doc.y;
}
