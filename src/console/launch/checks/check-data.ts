import { CAMPAIGN_LIST, type DataSet } from '../../../data-sets/index.js';
import { findKnownBody, rosterNeed } from '../../../offices/index.js';
import { dayText, daysSince } from '../../../platform/clock.js';
import { asksForPlace, bodiesOf } from '../../../targets/index.js';
import { count, type CheckGroup, type Finding } from '../finding.js';
import type { Subject } from '../subject.js';

/** Lists of officials go stale at every election and resignation. */
const OLD_ROSTER_DAYS = 90;
/** Districts are drawn anew every few years; the files are published more often. */
const OLD_MAP_DAYS = 400;

/** How old the lists and maps are that this campaign rests on. */
export function checkData({ campaign, roster }: Subject, now: number): CheckGroup {
  const bodies = bodiesOf(campaign.rule);
  const rosters = bodies.flatMap((id) => {
    const held = roster.dataSets.find(({ covers }) => covers.includes(id));
    return held ? [rosterFinding(id, held, { now, name: roster.bodies.get(id)?.name ?? id })] : [];
  });
  const maps = asksForPlace(campaign.rule) ? roster.dataSets.filter(isMap).map((one) => mapFinding(one, now)) : [];
  const findings = [...rosters, ...maps];
  return { id: 'data', title: 'Age of the data', findings };
}

function rosterFinding(
  id: string,
  { asOf, source }: DataSet,
  at: { readonly now: number; readonly name: string },
): Finding {
  const days = daysSince(asOf, at.now);
  const says = `${at.name}: the list of officials is of ${dayText(asOf)}, ${ageText(days)}.`;
  if (days <= OLD_ROSTER_DAYS) return { grade: 'fine', says };
  const isOwn = source === CAMPAIGN_LIST;
  return {
    grade: 'look',
    says,
    todo: isOwn ? 'It came with the campaign. Check it against the body’s own page.' : 'Ask for a newer one.',
    ...(isOwn ? {} : { command: rosterNeed(findKnownBody(id), id).command }),
    where: { label: 'All data', path: '/data' },
  };
}

/** What leads from a postal code to districts: `cd CO`, `zip-points`, `gb constituency`. */
function isMap({ covers }: DataSet): boolean {
  return covers.some((part) => part.includes(' ') || part === 'zips');
}

function mapFinding({ title, asOf, scope }: DataSet, now: number): Finding {
  const days = daysSince(asOf, now);
  const says = `${title}${scope.length > 0 && scope.length < 60 ? ` (${scope})` : ''}: of ${dayText(asOf)}, ${ageText(days)}.`;
  if (days <= OLD_MAP_DAYS) return { grade: 'fine', says };
  return { grade: 'look', says, todo: 'Ask for a newer one.', where: { label: 'All data', path: '/data' } };
}

function ageText(days: number): string {
  return days <= 0 ? 'of today' : `${count(days, 'day')} old`;
}
