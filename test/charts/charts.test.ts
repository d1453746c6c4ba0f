import { expect } from 'chai';
import fc from 'fast-check';
import { columnChart } from '../../src/charts/columns.js';
import { axisFor } from '../../src/charts/scale.js';
import { widthsOf } from '../../src/charts/stacked-bar.js';
import { classesOf } from '../../src/charts/classes.js';
import { drawOutlines } from '../../src/charts/draw-outlines.js';
import { planeAround, usPlane } from '../../src/charts/projection.js';
import { nationTiles, stateTiles } from '../../src/charts/tiles.js';
import { usStates, type Outline } from '../../src/divisions/index.js';

describe('charts', () => {
  it('have an axis from zero to what holds the highest, in steps that people count in', () => {
    fc.assert(
      fc.property(fc.nat(50_000_000), (highest) => {
        const { max, ticks } = axisFor(highest);
        const [first, step = 0] = ticks;
        expect(first).to.equal(0);
        expect(max).to.be.at.least(highest);
        expect(ticks.length).to.be.within(2, 6);
        expect(String(step)).to.match(/^[125]0*$/);
        expect(ticks.at(-1)).to.equal(max);
      }),
    );
  });

  it('show every part of a bar that is there, and fill the bar', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 6 }), (counts) => {
        fc.pre(counts.some((count) => count > 0));
        const widths = widthsOf(counts);
        expect(widths.reduce((sum, width) => sum + width, 0)).to.be.closeTo(1000, 0.001);
        counts.forEach((count, index) => expect((widths[index] ?? 0) >= 6).to.equal(count > 0));
      }),
    );
  });

  it('say in a sentence what they show, and nothing in them is markup of others', () => {
    const parts = [
      { className: 'mark', name: '<b>' },
      { className: 'mark-new', name: 'new' },
    ];
    const columns = [{ label: '"><script>', tick: '<i>', values: [1, 2] }];
    const svg = columnChart({ name: 'People <wrote>', unit: 'people', parts, columns });
    expect(svg).to.match(/<svg [^>]*role="img" aria-label="People &#60;wrote&#62;"/);
    expect(svg).not.to.match(/<(?:script|b|i|wrote)>/);
    expect(svg).not.to.contain('style=');
  });
});

describe('maps', () => {
  it('put a number into a class that is never below that of a smaller one', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(500), { minLength: 1, maxLength: 60 }), (counts) => {
        const { of, legend } = classesOf(counts);
        const ordered = [...counts].sort((one, other) => one - other).map(of);
        expect(ordered).to.deep.equal([...ordered].sort((one, other) => one - other));
        counts.forEach((count) => expect(of(count) === 0).to.equal(count === 0));
        expect(legend.length).to.be.at.most(6);
      }),
    );
  });

  it('have a tile of its own for each state and territory, and for each nation and region', () => {
    expect(stateTiles.map(({ division }) => division)).to.have.members(usStates.map(({ division }) => division));
    expect(nationTiles).to.have.length(12);
    for (const tiles of [stateTiles, nationTiles])
      expect(new Set(tiles.map(({ column, row }) => `${column} ${row}`)).size).to.equal(tiles.length);
  });

  it('draw neighbours with the same line between them, and what is too small as a dot', () => {
    const square = (west: number, width: number): Float64Array =>
      Float64Array.from([west, 0, west + width, 0, west + width, 10, west, 10, west, 0]);
    const outlines: Outline[] = [
      { division: 'west', rings: [square(0, 10)] },
      { division: 'east', rings: [square(10, 10)] },
      { division: 'dot', rings: [square(5, 0.0001)] },
    ];
    const { paths, width } = drawOutlines(outlines, planeAround(outlines));
    const middle = width / 2;
    expect(paths.get('west')).to.match(new RegExp(`^M2 \\d+h${middle - 2}v-\\d+h-${middle - 2}v\\d+z$`));
    expect(paths.get('east')).to.match(new RegExp(`^M${middle} `));
    expect(paths.get('dot')).to.match(/h2v2h-2z$/);
  });

  it('of the United States leave room for Alaska and Hawaii and leave the territories to the table', () => {
    const { projectOf, width, height } = usPlane();
    const at = (state: string, longitude: number, latitude: number): readonly [number, number] =>
      projectOf(`ocd-division/country:us/state:${state}/cd:1`)?.(longitude, latitude) ?? expect.fail();
    const seen = [
      at('wa', -124.7, 48.4),
      at('me', -66.9, 44.8),
      at('fl', -80.3, 25.2),
      at('hi', -155, 19),
      at('ak', 179.5, 51.9),
    ];
    for (const [x, y] of seen) {
      expect(x).to.be.within(0, width);
      expect(y).to.be.within(0, height);
    }
    expect(at('ak', -150, 61)[1]).to.be.above(at('ca', -118, 34)[1]);
    expect(projectOf('ocd-division/country:us/territory:pr')).to.equal(undefined);
  });
});
