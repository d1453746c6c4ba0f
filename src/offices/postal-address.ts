/** Where letters to all members of a body may be sent, by the body's id (senate.gov, house.gov and parliament.uk). */
const ADDRESSES: Readonly<Record<string, readonly string[]>> = {
  'us-senate': ['United States Senate', 'Washington, DC 20510'],
  'us-house': ['United States House of Representatives', 'Washington, DC 20515'],
  'gb-commons': ['House of Commons', 'London SW1A 0AA'],
};

/** The lines of a body's postal address below the member's name; undefined where we know none. */
export function postalAddressOf(bodyId: string): readonly string[] | undefined {
  return ADDRESSES[bodyId];
}
