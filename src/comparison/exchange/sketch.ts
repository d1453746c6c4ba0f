/**
 * HyperLogLog (Flajolet, Fusy, Gandouet, Meunier 2007) with 64-bit hashes (Heule, Nunkesser, Hall 2013) and the improved raw
 * estimator (Ertl, "New cardinality estimation algorithms for HyperLogLog sketches", 2017, section 3), which needs no table
 * of corrections. 2^16 registers, one byte each: the position of the first 1 bit behind the register's number.
 */
export type Sketch = Uint8Array;

const INDEX_BITS = 16;

/** How many registers a sketch has. */
export const REGISTERS = 2 ** INDEX_BITS;

/** Bits that are looked at for the first 1; where none is, the register holds one more. */
const RUN_BITS = 64 - INDEX_BITS;

/** The largest value of a register. */
export const MOST = RUN_BITS + 1;

/** The standard error of a sketch's estimate, as a share of it: 0.41 %. */
export const SKETCH_ERROR = 1.04 / Math.sqrt(REGISTERS);

export function emptySketch(): Sketch {
  return new Uint8Array(REGISTERS);
}

/** Adds somebody by their keyed digest (`partners/key.ts`); its first 64 bits are as good as random. */
export function addPerson(sketch: Sketch, personKey: string): void {
  const hash = Buffer.from(personKey, 'base64url');
  const index = hash.readUInt16BE(0);
  const high = hash.readUInt16BE(2);
  const low = hash.readUInt32BE(4);
  // Math.clz32 counts over 32 bits, of which `high` fills the lower half.
  const run = high !== 0 ? Math.clz32(high) - 16 : 16 + Math.clz32(low);
  sketch[index] = Math.max(sketch[index] ?? 0, run + 1);
}

/** The sketch of everybody who is in any of these. */
export function unionOf(sketches: readonly Sketch[]): Sketch {
  const union = emptySketch();
  for (const sketch of sketches) {
    for (let index = 0; index < REGISTERS; index++) {
      const value = sketch[index] ?? 0;
      if (value > (union[index] ?? 0)) union[index] = value;
    }
  }
  return union;
}

/** About how many different people were added. */
export function estimate(sketch: Sketch): number {
  const counts = new Array<number>(MOST + 1).fill(0);
  for (const value of sketch) counts[value] = (counts[value] ?? 0) + 1;
  let z = REGISTERS * tau(1 - (counts[MOST] ?? 0) / REGISTERS);
  for (let value = RUN_BITS; value >= 1; value--) z = 0.5 * (z + (counts[value] ?? 0));
  z += REGISTERS * sigma((counts[0] ?? 0) / REGISTERS);
  return Math.round(REGISTERS ** 2 / (2 * Math.LN2) / z);
}

/**
 * About how many people are in both: by inclusion and exclusion, so its error is that of the union, however small the
 * overlap; never below none, nor above the smaller of the two.
 */
export function estimateOverlap(a: Sketch, b: Sketch): number {
  const [inA, inB, inAny] = [estimate(a), estimate(b), estimate(unionOf([a, b]))];
  return Math.min(inA, inB, Math.max(0, inA + inB - inAny));
}

/** Ertl 2017, equation 15: what empty registers add. */
function sigma(share: number): number {
  if (share === 1) return Infinity;
  let [x, y, z] = [share, 1, share];
  for (let before = NaN; z !== before;) {
    before = z;
    x *= x;
    z += x * y;
    y += y;
  }
  return z;
}

/** Ertl 2017, equation 16: what full registers take away. */
function tau(share: number): number {
  if (share === 0 || share === 1) return 0;
  let [x, y, z] = [share, 1, 1 - share];
  for (let before = NaN; z !== before;) {
    before = z;
    x = Math.sqrt(x);
    y *= 0.5;
    z -= (1 - x) ** 2 * y;
  }
  return z / 3;
}
