import type { CampaignCounts } from '../counts/index.js';
import { momentText } from '../platform/clock.js';
import { hasEnded, type Campaign, type Standing } from './campaign.js';
import { seasonOf } from './life-cycle.js';
import { renderPageText } from './page-text.js';
import { openingOf } from './season.js';

const TITLES: Readonly<Record<Exclude<Standing['kind'], 'open'>, string>> = {
  draft: 'In preparation',
  scheduled: 'Not open yet',
  paused: 'Paused for now',
  closed: 'This campaign is over',
  won: 'This campaign succeeded',
  archived: 'This campaign is over',
  faulty: 'Not open at the moment',
  'missing-data': 'Not open at the moment',
};

/** What stands above the sentence that says why a campaign takes no letters. */
export function standingTitle({ kind }: Standing): string {
  return kind === 'open' ? '' : TITLES[kind];
}

/** What the public page says beside the sentence: when it opens by two clocks, or how it ended. */
export function standingView(campaign: Campaign, standing: Standing, counts: CampaignCounts): object {
  const isOver = hasEnded(standing);
  const { outcome } = campaign.life;
  return {
    standingTitle: standingTitle(standing),
    isOver,
    isWon: standing.kind === 'won',
    opensAt: standing.kind === 'scheduled' ? byTwoClocks(campaign) : undefined,
    outcomeHtml: isOver && outcome !== null ? renderPageText(outcome) : undefined,
    figures: isOver && counts.letters.taken > 0 ? figuresOf(counts) : undefined,
  };
}

/** `10 March 2027, 09:00 MST, which is 10 March 2027, 16:00 UTC`; undefined where both clocks say the same. */
function byTwoClocks(campaign: Campaign): string | undefined {
  const season = seasonOf(campaign);
  const opening = openingOf(season);
  if (!opening) return undefined;
  const [local, utc] = [momentText(opening.at, season.time_zone), momentText(opening.at, 'utc')];
  return local === utc ? undefined : `${local}, which is ${utc}`;
}

const number = new Intl.NumberFormat('en');

/** What became of the letters, each term where there is something to say; nothing is called delivered that was not. */
function figuresOf({
  letters,
  suspectedLetters,
}: CampaignCounts): readonly { readonly name: string; readonly value: string }[] {
  const named = [
    ['Letters written', letters.taken],
    ['Of these, as if sent by a program', suspectedLetters],
    ['Delivered', letters.delivered],
    ['Left to their writers to send', letters.handed_over],
    ['Still on their way', letters.waiting],
    ['Not delivered', letters.failed + letters.cancelled + letters.previewed],
  ] as const;
  return named.filter(([, count]) => count > 0).map(([name, count]) => ({ name, value: number.format(count) }));
}
