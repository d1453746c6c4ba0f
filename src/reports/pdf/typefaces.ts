import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';

/** A typeface for one document. */
export type Typeface = {
  /** What `registerFont` takes. */
  readonly forPdf: PDFKit.Mixins.PDFFontSource;
  readonly hasGlyph: (codePoint: number) => boolean;
};

const FILES = { bold: 'DejaVuSans-Bold', plain: 'DejaVuSans' } as const;

type Name = keyof typeof FILES;

/** What is not in the types: the font that pdfkit decoded, with the glyphs that it has. */
type Decoded = { readonly hasGlyphForCodePoint: (code: number) => boolean };
type WithFont = { readonly _font: { readonly font: Decoded } };

const decoded = new Map<Name, Decoded>();

/** One of the two typefaces of a report; its file is read and its tables are decoded once for all documents. */
export function typeface(name: Name): Typeface {
  const shared = decoded.get(name) ?? decode(name);
  decoded.set(name, shared);
  // A glyph remembers the characters that it was first wanted for, so each document has glyphs of its own: two
  // characters may share one glyph, and what is copied from a document must not depend on the document before.
  const own = Object.create(shared, { _glyphs: { value: {} } }) as Decoded;
  return {
    forPdf: own as unknown as PDFKit.Mixins.PDFFontSource,
    hasGlyph: (codePoint) => own.hasGlyphForCodePoint(codePoint),
  };
}

/** Lets a document that is never written decode the file. */
function decode(name: Name): Decoded {
  const file = createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${FILES[name]}.ttf`);
  const doc = new PDFDocument({ font: '', autoFirstPage: false }).font(file);
  return (doc as unknown as WithFont)._font.font;
}
