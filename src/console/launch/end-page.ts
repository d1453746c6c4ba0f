import { livedOf, MAX_OUTCOME, phaseOf } from '../../campaigns/index.js';
import { readCounts } from '../../counts/index.js';
import { ConflictError, InputError, type Fault } from '../../platform/errors.js';
import { showFaults } from '../../web/index.js';
import { go, page, type Answer, type CampaignVisit } from '../visit.js';
import { end } from './acts.js';
import type { LaunchTools } from './launch-tools.js';

type Typed = { readonly to: string; readonly outcome: string; readonly why: string };

/** Asks how the campaign ended, and what was achieved; also where it has ended, to say it better. */
export function endPage(tools: LaunchTools, visit: CampaignVisit): Promise<Answer> {
  const { life } = visit.campaign;
  const phase = phaseOf(livedOf(visit.campaign), tools.clock.now());
  const to = phase === 'won' ? 'won' : phase === 'closed' ? 'closed' : '';
  return show(tools, visit, { typed: { to, outcome: life.outcome ?? '', why: '' }, faults: [] });
}

export async function endCampaign(tools: LaunchTools, visit: CampaignVisit): Promise<Answer> {
  const { form } = visit;
  const typed = { to: form.one('to'), outcome: form.one('outcome'), why: form.one('why').trim().slice(0, 300) };
  const { to } = typed;
  if (to !== 'won' && to !== 'closed')
    return show(tools, visit, { typed, faults: [{ field: 'to', message: 'Say how the campaign ends.' }] });
  try {
    await end(tools, visit, { ...typed, to });
  } catch (error) {
    if (error instanceof InputError) return show(tools, visit, { typed, faults: error.faults });
    if (!(error instanceof ConflictError)) throw error;
    return show(tools, visit, { typed, faults: [{ field: 'to', message: error.message }] });
  }
  const said = to === 'won' ? 'Well done. The page says what was achieved.' : 'The campaign has ended.';
  return go(`/campaigns/${visit.campaign.slug}/launch`, said, { trace: { detail: to } });
}

async function show(
  tools: LaunchTools,
  visit: CampaignVisit,
  { typed, faults }: { readonly typed: Typed; readonly faults: readonly Fault[] },
): Promise<Answer> {
  const { campaign } = visit;
  const phase = phaseOf(livedOf(campaign), tools.clock.now());
  const hasEnded = ['closed', 'won', 'archived'].includes(phase);
  const counts = await readCounts(tools.db, campaign.id);
  return page(
    'launch/end',
    {
      title: hasEnded ? 'How it ended' : 'End the campaign',
      here: `${visit.base}/campaigns/${campaign.slug}`,
      hasEnded,
      maxOutcome: MAX_OUTCOME,
      waiting: counts.letters.waiting,
      actions: counts.actions,
      typed,
      isWon: typed.to === 'won',
      isClosed: typed.to === 'closed',
      ...showFaults(faults, { to: 'to-won' }),
    },
    faults.length > 0 ? { status: 422 } : {},
  );
}
