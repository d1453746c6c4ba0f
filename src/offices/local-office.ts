/** Where else an official can be reached: a local office. */
export type LocalOffice = {
  /** As the source names it: `A000055-cullman`. */
  readonly id: string;
  /** Whose it is: the key of the person in the rosters, `bioguide:A000055`. */
  readonly person: string;
  /** Its place among the person's offices, from 0. */
  readonly position: number;
  /** In one line: `205 4th Ave. NE, Suite 104, Cullman, AL 35055`. */
  readonly address: string;
  readonly city: string;
  readonly phone: string | null;
  readonly fax: string | null;
  /** Degrees, WGS 84. */
  readonly lat: number | null;
  readonly lng: number | null;
};
