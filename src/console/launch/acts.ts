import {
  askApproval,
  changeOutcome,
  changeSeason,
  changeStage,
  decideApproval,
  listStages,
  type Stage,
  type WantedSeason,
} from '../../campaigns/index.js';
import { deletePause, insertPause } from '../../deliveries/index.js';
import { writing, type Db } from '../../platform/db.js';
import type { CampaignVisit } from '../visit.js';
import type { LaunchTools } from './launch-tools.js';

/** Runs one change of a campaign in a transaction, and lets this process know of it at once. */
async function changing(tools: LaunchTools, work: (trx: Db) => Promise<unknown>): Promise<void> {
  await writing(tools.db, work);
  tools.campaigns.forget();
}

function stageBy(visit: CampaignVisit, to: Stage, why = '') {
  return { campaignId: visit.campaign.id, to, why, by: { userId: visit.user.id, who: visit.user.name } };
}

/** @throws ConflictError where the table of moves, a newer version or a missing approval forbids it */
export function open(tools: LaunchTools, visit: CampaignVisit, versionId: string): Promise<void> {
  return changing(tools, (trx) => changeStage(tools, trx, { ...stageBy(visit, 'live'), versionId }));
}

export function moveTo(tools: LaunchTools, visit: CampaignVisit, to: Stage): Promise<void> {
  return changing(tools, (trx) => changeStage(tools, trx, stageBy(visit, to)));
}

/** No new letters, and those that were taken wait: both in one transaction. */
export function pause(tools: LaunchTools, visit: CampaignVisit, why: string): Promise<void> {
  return changing(tools, async (trx) => {
    await changeStage(tools, trx, stageBy(visit, 'paused', why));
    const scope = scopeOf(visit);
    await insertPause(trx, { scope, reason: why || 'The campaign is paused.', pausedAt: tools.clock.now() });
  });
}

export function resume(tools: LaunchTools, visit: CampaignVisit): Promise<void> {
  return changing(tools, async (trx) => {
    await changeStage(tools, trx, stageBy(visit, 'live'));
    await deletePause(trx, scopeOf(visit), tools.clock.now());
  });
}

/** Lets letters go on that wait although their campaign does not. */
export function sendWaiting(tools: LaunchTools, visit: CampaignVisit): Promise<void> {
  return changing(tools, (trx) => deletePause(trx, scopeOf(visit), tools.clock.now()));
}

function scopeOf({ campaign }: CampaignVisit): string {
  return `campaign:${campaign.id}`;
}

/** How a campaign ended, with what was achieved. @throws InputError on `outcome` */
export function end(
  tools: LaunchTools,
  visit: CampaignVisit,
  { to, outcome, why }: { readonly to: 'won' | 'closed'; readonly outcome: string; readonly why: string },
): Promise<void> {
  return changing(tools, async (trx) => {
    await changeOutcome(trx, visit.campaign.id, outcome);
    await changeStage(tools, trx, stageBy(visit, to, why));
  });
}

/** Takes a campaign out of the archive, to how it had ended. */
export function restore(tools: LaunchTools, visit: CampaignVisit): Promise<void> {
  return changing(tools, async (trx) => {
    const steps = await listStages(trx, visit.campaign.id, 20);
    const before = steps.find(({ stage }) => stage === 'won' || stage === 'closed');
    await changeStage(tools, trx, stageBy(visit, before?.stage === 'won' ? 'won' : 'closed'));
  });
}

/** @throws InputError on `opens_at` and `closes_at` */
export function moveSeason(tools: LaunchTools, visit: CampaignVisit, season: WantedSeason): Promise<void> {
  return changing(tools, (trx) => changeSeason(tools, trx, { campaignId: visit.campaign.id, ...season }));
}

export function askForApproval(tools: LaunchTools, visit: CampaignVisit, versionId: string): Promise<void> {
  const note = visit.form.one('note');
  return changing(tools, (trx) => askApproval(tools, trx, { ...handed(visit, versionId), note }));
}

export function decide(tools: LaunchTools, visit: CampaignVisit, isApproved: boolean): Promise<void> {
  const [versionId, reason] = [visit.form.one('version'), visit.form.one('reason')];
  return changing(tools, (trx) => decideApproval(tools, trx, { ...handed(visit, versionId), isApproved, reason }));
}

function handed(visit: CampaignVisit, versionId: string) {
  return { campaignId: visit.campaign.id, versionId, by: { userId: visit.user.id, who: visit.user.name } };
}
