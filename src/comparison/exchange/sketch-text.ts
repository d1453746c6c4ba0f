import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { MOST, REGISTERS, type Sketch } from './sketch.js';

/** Longer than any sketch's text: registers that do not deflate at all. */
export const MOST_TEXT = Math.ceil(REGISTERS * 1.4);

/** A sketch as text: its registers in order, one byte each, deflated (RFC 1951), base64url. A small one is some hundred bytes. */
export function sketchText(sketch: Sketch): string {
  return deflateRawSync(sketch, { level: 9 }).toString('base64url');
}

/** Reads what `sketchText` wrote; undefined where it is none. */
export function readSketch(text: string): Sketch | undefined {
  if (!/^[\w-]*$/.test(text)) return undefined;
  try {
    const bytes = inflateRawSync(Buffer.from(text, 'base64url'), { maxOutputLength: REGISTERS });
    return bytes.length === REGISTERS && bytes.every((value) => value <= MOST) ? new Uint8Array(bytes) : undefined;
  } catch {
    return undefined;
  }
}
