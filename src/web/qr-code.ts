import QRCode from 'qrcode';

/** Rows of blank dots around a code. Four are what the standard asks for (ISO/IEC 18004), and what print needs. */
type Room = { readonly margin?: number };

/** A text as a QR code, black on white whatever the page's colours; `name` is what a screen reader says of it. */
export async function qrPicture(text: string, { name, ...room }: Room & { readonly name: string }): Promise<string> {
  return (await qrSvg(text, room)).replace('<svg ', `<svg role="img" aria-label="${name}" `);
}

/** A QR code as a file of its own. */
export function qrSvg(text: string, { margin = 4 }: Room = {}): Promise<string> {
  return QRCode.toString(text, { type: 'svg', margin, errorCorrectionLevel: 'M' });
}

/** Dots of a printed QR code's picture: sharp to about 10 cm. */
const PNG_DOTS_PER_MODULE = 24;

/** A QR code to be printed where a vector cannot be. */
export function qrPng(text: string): Promise<Buffer> {
  return QRCode.toBuffer(text, { type: 'png', margin: 4, scale: PNG_DOTS_PER_MODULE });
}
