/** What an alert can be about: one network, one mail domain, addresses for a few minutes, one text. */
export const SPIKE_KINDS = ['network', 'domain', 'disposable', 'text'] as const;
export type SpikeKind = (typeof SPIKE_KINDS)[number];

/** What arrived for a campaign within some minutes, and how much of it has something in common. */
export type Arrived = {
  readonly kind: SpikeKind;
  readonly seen: number;
  readonly arrived: number;
  /** Which part of what arrived in the hours before had the same in common, 0 to 1. */
  readonly usualShare: number;
};

/** Fewer can be neighbours, colleagues or a class; a reviewer reads them as they are. */
const FEWEST: Readonly<Record<SpikeKind, number>> = { network: 20, domain: 20, disposable: 10, text: 20 };

/** A smaller share of a crowd is what a town, a company or a popular sentence makes up. */
const SHARE: Readonly<Record<SpikeKind, number>> = { network: 0.2, domain: 0.3, disposable: 0.2, text: 0.3 };

/** What is usual here, such as a union's own domain, is a spike only far above that. */
const TIMES_USUAL = 3;

/** Whether organizers are told: many, a large part of all, and far more than usual. */
export function isSpike({ kind, seen, arrived, usualShare }: Arrived): boolean {
  const share = seen / Math.max(1, arrived);
  return seen >= FEWEST[kind] && share >= SHARE[kind] && share >= TIMES_USUAL * usualShare;
}
