import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';

/** Asks the DNS; a name or a record that is not there is an empty list. */
export type Dns = {
  /** TXT records, each put together from its strings (RFC 7208, section 3.3). */
  readonly txt: (name: string) => Promise<string[]>;
  /** Mail servers, the preferred first. */
  readonly mx: (name: string) => Promise<string[]>;
  /** IPv4 and IPv6 addresses; an address is its own answer. */
  readonly addresses: (name: string) => Promise<string[]>;
};

/** The DNS did not answer, so that nothing is known. */
export class DnsTroubleError extends Error {}

const TIMEOUT_MS = 2_000;
const TRIES = 2;

/** Asks the servers of this machine, or those named: `192.0.2.53` or `192.0.2.53:5353`. */
export function createDns(servers?: readonly string[]): Dns {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
  if (servers) resolver.setServers(servers);
  return {
    txt: async (name) => (await orNone(name, resolver.resolveTxt(name))).map((strings) => strings.join('')),
    mx: async (name) => {
      const records = await orNone(name, resolver.resolveMx(name));
      return [...records].sort((a, b) => a.priority - b.priority).map(({ exchange }) => exchange);
    },
    addresses: async (name) => {
      if (isIP(name)) return [name];
      const [four, six] = await Promise.all(
        [resolver.resolve4(name), resolver.resolve6(name)].map((asked) => orNone(name, asked)),
      );
      return [...(four ?? []), ...(six ?? [])];
    },
  };
}

const NOTHING_THERE = ['ENOTFOUND', 'ENODATA'];

async function orNone<Found>(name: string, asked: Promise<Found[]>): Promise<Found[]> {
  try {
    return await asked;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (NOTHING_THERE.includes(code)) return [];
    throw new DnsTroubleError(`the DNS gave no answer about ${name} (${code})`, { cause: error });
  }
}
