import { congressionalDistrict, ordinal, usStates, type UsState } from '../divisions/index.js';
import { usHouse, usSenate } from './bodies.js';
import type { Seat } from './roster-file.js';

/** House seats since the 2020 census (Clerk of the House, statement of 2021), 435 in all. */
const HOUSE_SEATS = `AL 7 AK 1 AZ 9 AR 4 CA 52 CO 8 CT 5 DE 1 FL 28 GA 14 HI 2 ID 2 IL 17 IN 9 IA 4 KS 4 KY 6 LA 6 ME 2 MD 8 MA 9 MI 13
MN 8 MS 4 MO 8 MT 2 NE 3 NV 4 NH 2 NJ 12 NM 3 NY 26 NC 14 ND 1 OH 15 OK 5 OR 6 PA 17 RI 2 SC 7 SD 1 TN 9 TX 38 UT 4
VT 1 VA 11 WA 10 WV 2 WI 8 WY 1`;

/** Classes of Senate seats by state (U.S. Senate, "Class I, II, III"): the class that a state has no seat in. */
const SENATE_CLASS_WITHOUT_SEAT: Readonly<Record<1 | 2 | 3, string>> = {
  1: 'AL AK AR CO GA ID IL IA KS KY LA NH NC OK OR SC SD',
  2: 'AZ CA CT FL HI IN MD MO NV NY ND OH PA UT VT WA WI',
  3: 'DE ME MA MI MN MS MT NE NJ NM RI TN TX VA WV WY',
};

const houseSeatCount = new Map(
  [...HOUSE_SEATS.matchAll(/([A-Z]{2}) (\d+)/g)].map(([, abbr = '', seats]) => [abbr, Number(seats)] as const),
);

/** Every seat of the Senate, 100. */
export function senateSeats(): Seat[] {
  return usStates
    .filter((state) => state.kind === 'state')
    .flatMap((state) =>
      ([1, 2, 3] as const)
        .filter((seatClass) => !SENATE_CLASS_WITHOUT_SEAT[seatClass].split(' ').includes(state.abbr))
        .map((seatClass) => senateSeat(state, seatClass)),
    );
}

/** Every seat of the House, 435, and the six delegates. */
export function houseSeats(): Seat[] {
  return usStates.flatMap((state) => {
    const count = houseSeatCount.get(state.abbr) ?? 1;
    const districts = count === 1 ? ['at-large'] : Array.from({ length: count }, (_, index) => String(index + 1));
    return districts.map((district) => houseSeat(state, district));
  });
}

/** The key of a Senate seat, `us-senate/co/class-2`. */
export function senateSeatKey(abbr: string, seatClass: number): string {
  return `${usSenate.id}/${abbr.toLowerCase()}/class-${seatClass}`;
}

/** The key of a House seat by any spelling of the district, `us-house/wy/at-large`. */
export function houseSeatKey(state: UsState, district: string): string {
  return `${usHouse.id}/${state.abbr.toLowerCase()}/${congressionalDistrict(state, district).split(':').at(-1) ?? ''}`;
}

function senateSeat(state: UsState, seatClass: number): Seat {
  return {
    key: senateSeatKey(state.abbr, seatClass),
    bodyId: usSenate.id,
    division: state.division,
    name: `U.S. Senator for ${state.name}`,
    title: 'Senator',
  };
}

function houseSeat(state: UsState, district: string): Seat {
  const title = state.abbr === 'PR' ? 'Resident Commissioner' : state.kind === 'state' ? 'Representative' : 'Delegate';
  const area = district === 'at-large' ? state.name : `${state.name}'s ${ordinal(district)} congressional district`;
  return {
    key: houseSeatKey(state, district),
    bodyId: usHouse.id,
    division: congressionalDistrict(state, district),
    name: title === 'Representative' ? `U.S. Representative for ${area}` : `${title} to the U.S. House for ${area}`,
    title,
  };
}
