import type { DivisionId } from '../division.js';

/** Whole numbers to a degree: one is about a centimetre, finer than any public map. */
export const UNITS_PER_DEGREE = 1e7;

/** x and y by turns in ten-millionths of a degree (WGS 84), closed: the last point is the first. */
export type Ring = Int32Array;

/** An outer ring and the holes in it. */
export type Polygon = readonly Ring[];

/** A district's outline. */
export type Area = { readonly division: DivisionId; readonly polygons: readonly Polygon[] };

/** An outline as bytes: counts and differences from point to point, each in as few bytes as it needs. */
export function packPolygons(polygons: readonly Polygon[]): Buffer {
  const bytes: number[] = [];
  const write = (whole: number): void => {
    let rest = whole;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
    bytes.push(rest);
  };
  let [x, y] = [0, 0];
  write(polygons.length);
  for (const rings of polygons) {
    write(rings.length);
    for (const ring of rings) {
      write(ring.length / 2);
      for (let at = 0; at < ring.length; at += 2) {
        write(folded((ring[at] ?? 0) - x));
        write(folded((ring[at + 1] ?? 0) - y));
        [x, y] = [ring[at] ?? 0, ring[at + 1] ?? 0];
      }
    }
  }
  return Buffer.from(bytes);
}

/** The outline that {@link packPolygons} packed. */
export function unpackPolygons(bytes: Uint8Array): Polygon[] {
  let position = 0;
  const read = (): number => {
    let [value, weight, byte] = [0, 1, 0];
    do {
      byte = bytes[position++] ?? 0;
      value += (byte & 0x7f) * weight;
      weight *= 0x80;
    } while (byte & 0x80);
    return value;
  };
  let [x, y] = [0, 0];
  const readRing = (): Ring => {
    const ring = new Int32Array(read() * 2);
    for (let at = 0; at < ring.length; at += 2) {
      ring[at] = x += unfolded(read());
      ring[at + 1] = y += unfolded(read());
    }
    return ring;
  };
  return Array.from({ length: read() }, () => Array.from({ length: read() }, readRing));
}

/** Small differences of either sign become small whole numbers: 0, -1, 1, -2, … -> 0, 1, 2, 3, … */
function folded(difference: number): number {
  return difference >= 0 ? difference * 2 : -difference * 2 - 1;
}

function unfolded(whole: number): number {
  return whole % 2 === 0 ? whole / 2 : -(whole + 1) / 2;
}
