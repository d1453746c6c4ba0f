import { expect } from 'chai';
import { readLogo } from '../../src/partners/index.js';
import { pngOf } from '../support/partner-pages.js';

const NOTE = 'GPS 39.7392 N, taken by Quirina';

const pngChunk = (name: string, content: Buffer): Buffer => {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(content.length);
  return Buffer.concat([size, Buffer.from(name), content, Buffer.alloc(4)]);
};
const segment = (marker: number, content: Buffer): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
};
const webpChunk = (name: string, content: Buffer): Buffer => {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(content.length);
  return Buffer.concat([Buffer.from(name), size, content, Buffer.alloc(content.length % 2)]);
};

const png = pngOf(20, 10);
const noted = Buffer.from(NOTE);
const frame = segment(0xc0, Buffer.from([8, 0, 10, 0, 20, 1, 1, 17, 0]));
const scan = Buffer.from([0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9]);
const jfif = segment(0xe0, Buffer.from('JFIF\0'));
const adobe = segment(0xee, Buffer.from('Adobe'));
const jpeg = [Buffer.from([0xff, 0xd8]), jfif, adobe, frame, scan];
const vp8x = (flags: number): Buffer => webpChunk('VP8X', Buffer.from([flags, 0, 0, 0, 19, 0, 0, 9, 0, 0]));
const lossy = webpChunk('VP8 ', Buffer.alloc(11, 5));
const riff = (...chunks: Buffer[]): Buffer => {
  const body = Buffer.concat([Buffer.from('WEBP'), ...chunks]);
  return webpChunk('RIFF', body);
};

const cases: readonly (readonly [name: string, given: Buffer, plain: Buffer])[] = [
  [
    'PNG',
    Buffer.concat([png.subarray(0, 33), pngChunk('tEXt', noted), pngChunk('eXIf', noted), png.subarray(33), noted]),
    png,
  ],
  [
    'JPEG',
    Buffer.concat([
      jpeg[0] ?? noted,
      segment(0xe1, noted),
      segment(0xfe, noted),
      segment(0xe2, noted),
      ...jpeg.slice(1),
    ]),
    Buffer.concat(jpeg),
  ],
  [
    'WebP',
    riff(vp8x(0x2c), webpChunk('ICCP', noted), lossy, webpChunk('EXIF', noted), webpChunk('XMP ', noted)),
    riff(vp8x(0), lossy),
  ],
];

describe('a picture that somebody uploads', () => {
  for (const [name, given, plain] of cases) {
    it(`is kept without what a camera noted in it (${name})`, () => {
      const logo = readLogo(given);
      if ('fault' in logo) expect.fail(logo.fault);
      expect(Buffer.from(logo.bytes).includes(NOTE)).to.equal(false);
      expect(Buffer.from(logo.bytes).equals(plain)).to.equal(true);
    });
  }

  it('may end in the middle of what it announces', () => {
    for (const [, given] of cases)
      for (let length = 0; length < given.length; length++)
        expect(() => readLogo(given.subarray(0, length))).not.to.throw();
  });
});
