import { bandsOf } from '../letters/index.js';
import { dayOf } from '../platform/clock.js';
import { writing, type Db } from '../platform/db.js';
import type { Ids } from '../platform/ids.js';
import { errorFacts, type Log } from '../platform/log.js';
import { networkOf } from '../platform/network.js';
import type { Tallies } from '../platform/rate-limits/index.js';
import type { Seal } from '../platform/seal.js';
import { isDisposable } from './disposable.js';
import { domainOf, isWellKnown } from './mail-domains.js';
import { rangeAt, readAddress } from './network-range.js';
import type { Signal, Submission } from './screening.js';
import { signatureFor } from './signature-for.js';
import { isSpike, type SpikeKind } from './spike-rule.js';
import { createSpikeTally, type SpikeTally } from './spike-tally.js';
import { noteAlert } from './store-alerts.js';

/** A spike that goes on is written down so often. */
const NOTE_EVERY_MS = 60_000;

/** What a provider gives one customer at the most, as networks are usually dealt out. */
const NETWORK_BITS = { ipv4: 24, ipv6: 48 } as const;

export type SpikeTools = {
  readonly db: Db;
  readonly ids: Ids;
  readonly seal: Seal;
  readonly log: Log;
  readonly tallies: Pick<Tallies, 'open'>;
};

type Mark = { readonly kind: SpikeKind; readonly value: string };

/**
 * Counts what arrives by network, mail domain and text, and writes down once what comes far more often than usual. It
 * makes nobody suspicious: organizers look and decide.
 */
export function createSpikeSignal(tools: SpikeTools): Signal {
  const campaigns = new Map<string, SpikeTally>();
  const notedAt = new Map<string, number>();
  return async (submission) => {
    const { campaignId, at } = submission;
    const tally = campaigns.get(campaignId) ?? createSpikeTally(tools.tallies, campaignId);
    campaigns.set(campaignId, tally);
    const marks = marksOf(submission);
    tally.add(marks, at);
    for (const mark of marks) {
      const counted = tally.shareOf(mark, at);
      const key = `${campaignId} ${mark.kind} ${mark.value}`;
      if (!isSpike({ kind: mark.kind, ...counted }) || at - (notedAt.get(key) ?? -Infinity) < NOTE_EVERY_MS) continue;
      notedAt.set(key, at);
      await note(tools, submission, { mark, ...counted });
    }
    return [];
  };
}

function marksOf(submission: Submission): Mark[] {
  const domain = domainOf(submission.emailKey);
  const signature = signatureFor(submission);
  const [band] = signature ? bandsOf(signature) : [];
  const network = networkIn(submission.origin.ip);
  return [
    ...(network === undefined ? [] : [{ kind: 'network', value: network } as const]),
    ...(isWellKnown(domain) ? [] : [{ kind: 'domain', value: domain } as const]),
    ...(isDisposable(domain) ? [{ kind: 'disposable', value: '' } as const] : []),
    ...(band === undefined ? [] : [{ kind: 'text', value: band } as const]),
  ];
}

/** Networks that very many people share by their nature are none of anybody's. */
function networkIn(ip: string): string | undefined {
  const address = networkOf(ip).isShared ? undefined : readAddress(ip);
  return address && rangeAt(address, NETWORK_BITS[address.kind()]);
}

type Counted = { readonly mark: Mark; readonly seen: number; readonly arrived: number };

async function note(tools: SpikeTools, submission: Submission, { mark, seen, arrived }: Counted): Promise<void> {
  const { organizationId, campaignId, at } = submission;
  const { kind, value } = mark;
  // The same network has another digest on each day.
  const day = kind === 'network' ? dayOf(at, 'utc') : '';
  const alert = {
    ...{ id: tools.ids.next(), organizationId, campaignId, kind, seen, arrived, at },
    about: tools.seal.digest('spike-alert', [kind, value, day].join(' ')),
    domain: kind === 'domain' ? value : '',
    network: kind === 'network' ? value : null,
  };
  await writing(tools.db, (trx) => noteAlert(trx, alert)).catch((error: unknown) => {
    tools.log.warn(errorFacts(error), 'an alert could not be written');
  });
}
