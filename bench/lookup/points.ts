import { UNITS_PER_DEGREE, type Polygon } from '../../src/divisions/maps/area.js';
import type { DistrictIndex, Point } from '../../src/divisions/maps/district-index.js';
import { createRandom } from '../numbers.js';

/** So many points inside the outlines' own boxes that some district holds. */
export function pointsInside(index: DistrictIndex, outlines: readonly (readonly Polygon[])[], count: number): Point[] {
  const random = createRandom(119);
  const boxes = outlines.flatMap((polygons) =>
    polygons.map(([outer]) => {
      const xs = outer?.filter((_, at) => at % 2 === 0) ?? [];
      const ys = outer?.filter((_, at) => at % 2 === 1) ?? [];
      return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)].map(
        (unit) => unit / UNITS_PER_DEGREE,
      );
    }),
  );
  const points: Point[] = [];
  while (points.length < count) {
    const [west = 0, south = 0, east = 0, north = 0] = boxes[Math.floor(random() * boxes.length)] ?? [];
    const point = { lng: west + random() * (east - west), lat: south + random() * (north - south) };
    if (point.lng <= 180 && index.at(point).length > 0) points.push(point);
  }
  return points;
}
