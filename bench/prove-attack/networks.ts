/**
 * Addresses of documentation (RFC 5737, RFC 3849), which are nobody's: people come from a network each, but for those of a
 * campus, the first wave from three rented machines, the second from thousands of machines in as many networks.
 */
export const CAMPUS = '203.0.113.7';

/** What a proxy names for the person with this number. */
export function homeOf(person: number): string {
  return person % 2 === 0 ? `2001:db8:1${hex(person)}::7` : `2001:db8:2${hex(person)}:5::7`;
}

const RENTED = ['192.0.2.14', '198.51.100.15', '2001:db8:bad:1::16'];

/** One of three machines, in a network each. */
export function rentedAddress(number: number): string {
  return RENTED[number % RENTED.length] ?? '';
}

const MACHINES = 1_500;

/** One machine of many, each in a network of its own. */
export function botnetAddress(number: number): string {
  return `2001:db8:a${hex((number * 7) % MACHINES)}::b`;
}

function hex(number: number): string {
  return number.toString(16).padStart(3, '0');
}
