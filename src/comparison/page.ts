import type { Maps } from '../charts/index.js';
import { takesPart, type Coalition, type Declared, type ShownMilestone } from '../partners/index.js';
import { dayOf, dayText, momentText } from '../platform/clock.js';
import { counted } from '../platform/number-text.js';
import type { Sight } from './access.js';
import { FILE_ENDINGS, FILE_NAMES } from './download.js';
import { linksOf, type Link, type Look } from './look.js';
import { declaredRows } from './page-declared.js';
import { figuresOf } from './page-figures.js';
import { filtersOf } from './page-filters.js';
import { viewPart } from './page-view.js';
import { questionQuery, readQuestion } from './question.js';
import { VIEW_NAMES, VIEWS, type Comparison, type Question } from './table.js';

/** What a page is made of. */
export type Asked = {
  readonly coalition: Coalition;
  readonly comparison: Comparison;
  readonly question: Question;
  /** What of the question was not understood, in words. */
  readonly faults: readonly string[];
  readonly look: Look;
  readonly sight: Sight;
  readonly declared: readonly Declared[];
  readonly milestones: readonly ShownMilestone[];
};

/** Everything that the page's template shows. */
export async function comparisonPage(maps: Maps, asked: Asked): Promise<Readonly<Record<string, unknown>>> {
  const { coalition, comparison, question, look } = asked;
  const path = `/compare/${coalition.slug}`;
  const link = linksOf({ path, question, look }, questionQuery);
  const zone = coalition.timeZone;
  const part = await viewPart(maps, { ...asked, link });
  return {
    title: `${part.table.title} – ${coalition.name}`,
    description: asked.sight === 'everybody' ? coalition.summary || `What ${coalition.name} mobilized.` : undefined,
    isScreen: look.isScreen,
    name: coalition.name,
    summary: coalition.summary,
    asOf: momentText(comparison.asOf, zone),
    partners: counted(coalition.partners.filter(takesPart).length, 'partner', 'partners'),
    unpublished: asked.sight === 'members' ? unpublished(coalition) : undefined,
    ended: coalition.endedAt === null ? undefined : `It ended on ${dayText(dayOf(coalition.endedAt, zone))}.`,
    mode: modeOf(look, link),
    figures: figuresOf(coalition, comparison),
    views: viewsOf(asked, link),
    faults: asked.faults,
    action: path,
    ...filtersOf(asked, link),
    ...part,
    files: FILE_ENDINGS.map((ending) => ({
      name: FILE_NAMES[ending],
      href: [`${path}.${ending}`, questionQuery(question)].filter((part) => part !== '').join('?'),
    })),
    declared: declaredRows(asked.declared),
    milestones: asked.milestones,
  };
}

function unpublished({ isPublic, embargoUntil, timeZone }: Coalition): string {
  if (isPublic && embargoUntil !== null)
    return `Only people who work for the partners see this page now. Everybody will see it from ${momentText(embargoUntil, timeZone)}.`;
  return 'Only people who work for the partners see this page. The organization that leads the coalition can make it public.';
}

function modeOf({ isScreen }: Look, link: Link): { readonly href: string; readonly text: string } {
  return isScreen
    ? { href: link({ isScreen: false }), text: 'All numbers' }
    : { href: link({ isScreen: true }), text: 'Show on a screen' };
}

/** A view's own measure and order are its own; the campaign is kept, and the partner where it may be chosen. */
function viewsOf(
  { comparison, question }: Asked,
  link: Link,
): readonly { readonly name: string; readonly href: string; readonly isHere: boolean }[] {
  const { campaign, partner } = question;
  return VIEWS.map((view) => {
    const asked = readQuestion({ view, campaign, partner }, comparison).question;
    const href = link({ ...asked, isWhole: false, isCoverage: false });
    return { name: VIEW_NAMES[view], href, isHere: view === question.view };
  });
}
