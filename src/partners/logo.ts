import { sha256 } from '../platform/ids.js';
import { plainPicture } from './plain-picture.js';

/** A partner's picture. */
export type Logo = {
  /** The SHA-256 of its bytes. */
  readonly id: string;
  readonly type: 'image/png' | 'image/jpeg' | 'image/webp';
  readonly bytes: Uint8Array;
};

export const MAX_LOGO_BYTES = 200_000;
export const MAX_LOGO_PIXELS = 1_200;

type Size = { readonly width: number; readonly height: number };
type Kind = Pick<Logo, 'type'> & { readonly sizeOf: (bytes: Buffer) => Size | undefined };

const KINDS: readonly Kind[] = [
  { type: 'image/png', sizeOf: pngSize },
  { type: 'image/jpeg', sizeOf: jpegSize },
  { type: 'image/webp', sizeOf: webpSize },
];

/** Reads an uploaded picture by what it holds, whatever its name or type say, without notes in it; or what is wrong with it. */
export function readLogo(content: Uint8Array): Logo | { readonly fault: string } {
  const bytes = Buffer.from(content);
  if (bytes.length > MAX_LOGO_BYTES) {
    const size = Math.ceil(bytes.length / 1_000);
    return { fault: `This file has ${size} KB; please choose one of ${MAX_LOGO_BYTES / 1_000} KB at the most.` };
  }
  for (const { type, sizeOf } of KINDS) {
    const size = sizeOf(bytes);
    if (!size) continue;
    const { width, height } = size;
    if (Math.max(width, height) > MAX_LOGO_PIXELS || Math.min(width, height) < 1) {
      const fault = `This picture is ${width} by ${height} pixels; please choose one of ${MAX_LOGO_PIXELS} at the most on each side.`;
      return { fault };
    }
    const plain = plainPicture(type, bytes);
    return { id: sha256(plain), type, bytes: plain };
  }
  return { fault: 'This file is no PNG, JPEG or WebP picture; please save your logo as one of them.' };
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** The first chunk of a PNG is IHDR, with the size (PNG, third edition, section 11.2.1). */
function pngSize(bytes: Buffer): Size | undefined {
  if (bytes.length < 33 || !bytes.subarray(0, 8).equals(PNG) || textAt(bytes, 12) !== 'IHDR') return undefined;
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** Walks over a JPEG's segments to its frame header, SOF0 to SOF15 (ITU T.81, section B.2.2). */
function jpegSize(bytes: Buffer): Size | undefined {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined;
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

/** RFC 9649: simple lossy, simple lossless, or extended. */
function webpSize(bytes: Buffer): Size | undefined {
  if (bytes.length < 30 || textAt(bytes, 0) !== 'RIFF' || textAt(bytes, 8) !== 'WEBP') return undefined;
  switch (textAt(bytes, 12)) {
    case 'VP8 ':
      return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
    case 'VP8L': {
      const packed = bytes.readUInt32LE(21);
      return { width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
    default:
      return undefined;
  }
}

function textAt(bytes: Buffer, at: number): string {
  return bytes.toString('latin1', at, at + 4);
}
