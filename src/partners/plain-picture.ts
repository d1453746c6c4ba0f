const PNG_KEPT = ['IHDR', 'PLTE', 'tRNS', 'gAMA', 'sRGB', 'IDAT', 'IEND'];
const WEBP_DROPPED = ['EXIF', 'XMP ', 'ICCP'];
/** Bits of a VP8X chunk that announce what is dropped (RFC 9649, section 2.7.1.1): ICC profile, Exif, XMP. */
const WEBP_FLAGS = 0x20 | 0x08 | 0x04;

/** A picture without what a camera or a program noted in it: place, times, names, colour profiles, comments. Dots stay as they are. */
export function plainPicture(type: 'image/png' | 'image/jpeg' | 'image/webp', bytes: Buffer): Buffer {
  switch (type) {
    case 'image/png':
      return plainPng(bytes);
    case 'image/jpeg':
      return plainJpeg(bytes);
    case 'image/webp':
      return plainWebp(bytes);
  }
}

/** Chunks are length, name, content and checksum; what follows IEND is dropped. */
function plainPng(bytes: Buffer): Buffer {
  const kept = [bytes.subarray(0, 8)];
  for (let at = 8; at + 12 <= bytes.length;) {
    const name = bytes.toString('latin1', at + 4, at + 8);
    const end = at + 12 + bytes.readUInt32BE(at);
    if (PNG_KEPT.includes(name)) kept.push(bytes.subarray(at, end));
    if (name === 'IEND') break;
    at = end;
  }
  return Buffer.concat(kept);
}

/** Drops comments and application segments before the first scan, but Adobe's (APP14), which says how colours are meant. */
function plainJpeg(bytes: Buffer): Buffer {
  const kept = [bytes.subarray(0, 2)];
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xda) break;
    const end = marker === 0xff ? at + 1 : at + 2 + bytes.readUInt16BE(at + 2);
    const isNote = marker === 0xfe || (marker >= 0xe1 && marker <= 0xef && marker !== 0xee);
    if (!isNote) kept.push(bytes.subarray(at, end));
    at = end;
  }
  return Buffer.concat([...kept, bytes.subarray(at)]);
}

function plainWebp(bytes: Buffer): Buffer {
  const kept: Buffer[] = [];
  for (let at = 12; at + 8 <= bytes.length;) {
    const name = bytes.toString('latin1', at, at + 4);
    const size = bytes.readUInt32LE(at + 4);
    const chunk = Buffer.from(bytes.subarray(at, at + 8 + size + (size % 2)));
    if (name === 'VP8X' && chunk.length > 8) chunk.writeUInt8(chunk.readUInt8(8) & ~WEBP_FLAGS & 0xff, 8);
    if (!WEBP_DROPPED.includes(name)) kept.push(chunk);
    at += 8 + size + (size % 2);
  }
  const body = Buffer.concat([Buffer.from('WEBP'), ...kept]);
  const head = Buffer.from('RIFF\0\0\0\0');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
}
