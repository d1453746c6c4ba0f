import { usStateOf, type DivisionId, type Outline } from '../divisions/index.js';

/** Where a point of the earth (degrees) stands on the page; undefined where it is not drawn. */
export type Project = (longitude: number, latitude: number) => readonly [number, number];

/** A map's plane and how each division gets onto it. */
export type Plane = {
  readonly width: number;
  readonly height: number;
  readonly projectOf: (division: DivisionId) => Project | undefined;
};

const WIDTH = 960;
const RADIANS = Math.PI / 180;

/**
 * The plane of the United States: Albers' equal-area projection with the usual parallels, Alaska at about a third of its size
 * and Hawaii moved below the Southwest. The territories are left out: the table has them.
 */
export function usPlane(): Plane {
  const scale = 1070;
  const at = (x: number, y: number): readonly [number, number] => [480 + x * scale, 262 + y * scale];
  const lower = albers({ parallels: [29.5, 45.5], centre: [-96.6, 38.7], middle: -96, scale, at: at(0, 0) });
  const alaska = albers({
    parallels: [55, 65],
    centre: [-156, 58.5],
    middle: -154,
    scale: scale * 0.35,
    at: at(-0.307, 0.201),
  });
  const hawaii = albers({ parallels: [8, 18], centre: [-160, 19.9], middle: -157, scale, at: at(-0.205, 0.212) });
  return {
    width: WIDTH,
    height: 530,
    projectOf: (division) => {
      const state = usStateOf(division);
      if (state?.kind === 'territory') return undefined;
      return state?.abbr === 'AK' ? alaska : state?.abbr === 'HI' ? hawaii : lower;
    },
  };
}

/** A plane that some outlines fill, for a state or another country: true to shape at their middle latitude. */
export function planeAround(outlines: readonly Outline[], tallest = 700): Plane {
  const box = boundsOf(outlines);
  const stretch = Math.cos(((box.south + box.north) / 2) * RADIANS);
  const [across, up] = [Math.max(1e-9, (box.east - box.west) * stretch), Math.max(1e-9, box.north - box.south)];
  const scale = Math.min((WIDTH - 4) / across, (tallest - 4) / up);
  const project: Project = (longitude, latitude) => [
    2 + (longitude - box.west) * stretch * scale,
    2 + (box.north - latitude) * scale,
  ];
  return { width: Math.ceil(across * scale + 4), height: Math.ceil(up * scale + 4), projectOf: () => project };
}

function boundsOf(outlines: readonly Outline[]): { west: number; east: number; south: number; north: number } {
  const box = { west: Infinity, east: -Infinity, south: Infinity, north: -Infinity };
  for (const ring of outlines.flatMap(({ rings }) => rings)) {
    for (let at = 0; at < ring.length; at += 2) {
      const [x = 0, y = 0] = [ring[at], ring[at + 1]];
      box.west = Math.min(box.west, x);
      box.east = Math.max(box.east, x);
      box.south = Math.min(box.south, y);
      box.north = Math.max(box.north, y);
    }
  }
  return box;
}

type Conic = {
  readonly parallels: readonly [number, number];
  /** The point that comes to stand at `at`. */
  readonly centre: readonly [number, number];
  /** The meridian that is upright. */
  readonly middle: number;
  readonly scale: number;
  readonly at: readonly [number, number];
};

/** Snyder, Map Projections: A Working Manual (USGS 1987), section 14, on the sphere. */
function albers({ parallels: [south, north], centre, middle, scale, at }: Conic): Project {
  const n = (Math.sin(south * RADIANS) + Math.sin(north * RADIANS)) / 2;
  const c = Math.cos(south * RADIANS) ** 2 + 2 * n * Math.sin(south * RADIANS);
  const raw = (longitude: number, latitude: number): readonly [number, number] => {
    // The Aleutians beyond the 180th meridian stay with the others.
    const turned = longitude - middle > 180 ? longitude - 360 : longitude;
    const radius = Math.sqrt(Math.max(0, c - 2 * n * Math.sin(latitude * RADIANS))) / n;
    const angle = n * (turned - middle) * RADIANS;
    return [radius * Math.sin(angle), radius * Math.cos(angle)];
  };
  const [x0, y0] = raw(...centre);
  return (longitude, latitude) => {
    const [x, y] = raw(longitude, latitude);
    return [at[0] + (x - x0) * scale, at[1] + (y - y0) * scale];
  };
}
