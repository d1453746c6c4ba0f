import { matchesGlob } from './glob.js';
import { domainOf } from './mail-domains.js';
import { rangeAt, readAddress } from './network-range.js';
import type { Submission } from './screening.js';
import type { Block } from './store-blocks.js';

/** What is compared; a network address is compared here and kept nowhere. */
export type Compared = Pick<Submission, 'email' | 'emailKey' | 'organizationId' | 'at'> & {
  readonly origin: Pick<Submission['origin'], 'ip'>;
};

/** Answers the ids of the blocks in force that a submission is under: its organization's and the installation's. */
export type FindBlocks = (submission: Compared) => readonly string[];

type Entry = Pick<Block, 'id' | 'pattern' | 'expiresAt'>;

type List = {
  readonly addresses: Map<string, Entry>;
  readonly domains: Map<string, Entry>;
  readonly networks: Map<string, Entry>;
  /** The lengths that networks of the list have. */
  readonly lengths: Set<number>;
  readonly globs: Entry[];
};

/** Those that every organization has. */
const INSTALLATION = '';

/** Looks up addresses, domains and networks by hash; what grows with the list is the number of globs alone. */
export function createMatcher(blocks: readonly Block[]): FindBlocks {
  const lists = new Map<string, List>();
  for (const block of blocks) put(listOf(lists, block.organizationId ?? INSTALLATION), block);
  return (submission) =>
    [INSTALLATION, submission.organizationId]
      .flatMap((id) => entriesFor(lists.get(id), submission))
      .filter(({ expiresAt }) => expiresAt === null || expiresAt > submission.at)
      .map(({ id }) => id);
}

function listOf(lists: Map<string, List>, id: string): List {
  const list = lists.get(id) ?? {
    addresses: new Map<string, Entry>(),
    domains: new Map<string, Entry>(),
    networks: new Map<string, Entry>(),
    lengths: new Set<number>(),
    globs: [],
  };
  lists.set(id, list);
  return list;
}

function put(list: List, block: Block): void {
  const { kind, pattern } = block;
  if (kind === 'address') list.addresses.set(pattern, block);
  else if (kind === 'domain') list.domains.set(pattern, block);
  else if (kind === 'glob') list.globs.push(block);
  else {
    list.networks.set(pattern, block);
    list.lengths.add(Number(pattern.slice(pattern.indexOf('/') + 1)));
  }
}

function entriesFor(list: List | undefined, { email, emailKey, origin }: Compared): Entry[] {
  if (!list) return [];
  const typed = email.trim().toLowerCase();
  return [
    list.addresses.get(emailKey),
    ...parentsOf(domainOf(emailKey)).map((domain) => list.domains.get(domain)),
    ...networksOf(list, origin.ip),
    ...list.globs.filter(({ pattern }) => matchesGlob(pattern, typed) || matchesGlob(pattern, emailKey)),
  ].filter((entry) => entry !== undefined);
}

/** `a.b.example` -> itself, `b.example`, `example`. */
function parentsOf(domain: string): string[] {
  const labels = domain.split('.');
  return labels.map((_, index) => labels.slice(index).join('.'));
}

function networksOf({ networks, lengths }: List, ip: string): (Entry | undefined)[] {
  const address = lengths.size > 0 ? readAddress(ip) : undefined;
  if (!address) return [];
  const most = address.kind() === 'ipv4' ? 32 : 128;
  return [...lengths].filter((bits) => bits <= most).map((bits) => networks.get(rangeAt(address, bits)));
}
