import { expect } from 'chai';
import fc from 'fast-check';
import { packPolygons, unpackPolygons, UNITS_PER_DEGREE, type Polygon } from '../../../src/divisions/maps/area.js';
import { createDistrictIndex } from '../../../src/divisions/maps/district-index.js';

/** A ring from degrees, longitude first, closed. */
const ring = (...degrees: [lng: number, lat: number][]): Int32Array =>
  Int32Array.from([...degrees, degrees[0] ?? [0, 0]].flat(), (degree) => Math.round(degree * UNITS_PER_DEGREE));
const square = (west: number, south: number, size: number): Int32Array =>
  ring([west, south], [west + size, south], [west + size, south + size], [west, south + size]);

const corner = fc.integer({ min: -1_799_999_999, max: 2_100_000_000 });
const anyRing = fc.array(fc.tuple(corner, corner), { minLength: 3, maxLength: 40 }).map((points) => {
  const first = points[0] ?? [0, 0];
  return Int32Array.from([...points, first].flat());
});

/** The textbook's ray to the east, over every edge. */
function holdsByHand(polygon: Polygon, x: number, y: number): boolean {
  let inside = false;
  for (const corners of polygon) {
    for (let at = 0; at + 3 < corners.length; at += 2) {
      const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = corners.subarray(at, at + 4);
      if (y0 > y !== y1 > y && x < x0 + ((x1 - x0) * (y - y0)) / (y1 - y0)) inside = !inside;
    }
  }
  return inside;
}

describe('outlines of districts in memory', () => {
  it('are packed without losing anything', () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyRing, { minLength: 1, maxLength: 3 }), { maxLength: 4 }), (polygons) => {
        expect(unpackPolygons(packPolygons(polygons))).to.deep.equal(polygons);
      }),
      { numRuns: 60 },
    );
  });

  it('hold the same points as a ray over every edge', () => {
    fc.assert(
      fc.property(
        fc.array(anyRing, { minLength: 1, maxLength: 3 }),
        fc.array(fc.tuple(corner, corner)),
        (polygon, points) => {
          const index = createDistrictIndex([[polygon]]);
          for (const [x, y] of points.filter(([x]) => x >= 0 && x < 1_800_000_000)) {
            const found = index.at({ lng: x / UNITS_PER_DEGREE, lat: y / UNITS_PER_DEGREE });
            const [lng, lat] = [(x / UNITS_PER_DEGREE) * UNITS_PER_DEGREE, (y / UNITS_PER_DEGREE) * UNITS_PER_DEGREE];
            expect(found).to.deep.equal(holdsByHand(polygon, lng, lat) ? [0] : []);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('know holes, districts within the hole, and islands', () => {
    const around: Polygon = [square(0, 0, 10), square(4, 4, 2)];
    const index = createDistrictIndex([[around, [square(20, 0, 1)]], [[square(4, 4, 2)]]]);
    const at = (lng: number, lat: number): number[] => index.at({ lng, lat });
    expect([at(1, 1), at(5, 5), at(20.5, 0.5), at(15, 5), at(5, 9.99)]).to.deep.equal([[0], [1], [0], [], [0]]);
  });

  it('go on beyond the 180th meridian', () => {
    const index = createDistrictIndex([[[square(178, 50, 4)]], [[square(-170, 50, 4)]]]);
    const at = (lng: number): number[] => index.at({ lng, lat: 52 });
    expect([at(179), at(-179), at(180), at(-180), at(-177.9), at(-168)]).to.deep.equal([[0], [0], [0], [0], [], [1]]);
  });

  it('tell how far the nearest line is, in metres, to either side', () => {
    const index = createDistrictIndex([[[square(-105, 39, 1)]], [[square(-104, 39, 1)]]]);
    const near = index.linesNear({ lng: -104.001, lat: 39.5 }, 200);
    // A degree of longitude at 39.5 degrees north has 86.0 km.
    expect([...near.keys()]).to.deep.equal([0, 1]);
    expect(near.get(0)).to.be.closeTo(86.0, 0.2);
    expect(index.linesNear({ lng: -104.003, lat: 39.5 }, 200).size).to.equal(0);
    expect([...index.linesNear({ lng: -104.003, lat: 39.5 }, 300).keys()]).to.deep.equal([0, 1]);
    // The end of a line counts, not its prolongation.
    expect(index.linesNear({ lng: -104, lat: 40.01 }, 1_000).size).to.equal(0);
    expect(index.linesNear({ lng: -104, lat: 40.001 }, 200).get(0)).to.be.closeTo(111.03, 0.1);
  });

  it('is empty without outlines', () => {
    const index = createDistrictIndex([]);
    expect([index.at({ lat: 1, lng: 1 }), index.linesNear({ lat: 1, lng: 1 }, 1e6).size]).to.deep.equal([[], 0]);
  });
});
