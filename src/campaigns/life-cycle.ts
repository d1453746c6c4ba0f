import { dayOf, dayText } from '../platform/clock.js';
import type { CampaignFile } from './definition.js';
import { closingOf, openingOf, type Season } from './season.js';

/** What organizers let a campaign be. */
export const STAGES = ['draft', 'live', 'paused', 'closed', 'won', 'archived'] as const;
export type Stage = (typeof STAGES)[number];

/** What organizers decided about a campaign beside its versions; null is left to campaign.yaml. */
export type LifeCycle = {
  readonly stage: Stage | null;
  readonly stageAt: number | null;
  /** What was achieved, in Markdown. */
  readonly outcome: string | null;
  /** `2027-03-01 09:00` or a day, in the campaign's time zone; '' for none. */
  readonly opening: string | null;
  readonly closing: string | null;
};

/** Where a campaign is at a moment: a live one may not have begun yet, or have come to its end. */
export type Phase = Stage | 'scheduled';

/** Whether a campaign takes letters in this phase, or will by itself. */
export function isOpen(phase: Phase): boolean {
  return phase === 'live' || phase === 'scheduled';
}

/** Which stage may follow on a phase. What is not here is refused. */
export const MOVES: Readonly<Record<Phase, readonly Stage[]>> = {
  draft: ['live'],
  scheduled: ['draft', 'closed'],
  live: ['paused', 'closed', 'won'],
  paused: ['live', 'closed', 'won'],
  closed: ['live', 'won', 'archived'],
  won: ['closed', 'archived'],
  archived: ['closed', 'won'],
};

/** What a phase depends on besides the moment. */
export type Lived = Season & {
  readonly status: CampaignFile['status'];
  readonly stage?: Stage | null;
  readonly stageAt?: number | null;
};

/** A campaign's file with what organizers decided over it. */
export function livedOf({ file, life }: { readonly file: CampaignFile; readonly life: LifeCycle }): Lived {
  return { ...seasonOf({ file, life }), status: file.status, stage: life.stage, stageAt: life.stageAt };
}

/** From when until when a campaign takes letters: the moments set for it count before those in its file. */
export function seasonOf({ file, life }: { readonly file: Season; readonly life: LifeCycle }): Season {
  return {
    time_zone: file.time_zone,
    opens_at: chosen(life.opening, file.opens_at),
    closes_at: chosen(life.closing, file.closes_at),
  };
}

function chosen(set: string | null, written: string | undefined): string | undefined {
  return set === null ? written : set || undefined;
}

/** Where a campaign is now. */
export function phaseOf(lived: Lived, now: number): Phase {
  const stage = lived.stage ?? lived.status;
  if (stage !== 'live' && stage !== 'paused') return stage;
  const closing = closingOf(lived);
  if (closing && now >= closing.at) return 'closed';
  if (stage === 'paused') return 'paused';
  const opening = openingOf(lived);
  return opening && now < opening.at ? 'scheduled' : 'live';
}

/** When a closed campaign closed, as people say it: early by hand, or at the moment that was planned. */
export function closedText(lived: Lived): string {
  const byHand = lived.stage === 'closed' ? (lived.stageAt ?? undefined) : undefined;
  const planned = closingOf(lived);
  if (byHand === undefined || (planned && planned.at <= byHand)) return planned?.text ?? '';
  return dayText(dayOf(byHand, lived.time_zone));
}
