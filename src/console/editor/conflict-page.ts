import type { SaveTools, VersionFiles } from '../../campaigns/index.js';
import { page, type Answer, type CampaignVisit } from '../visit.js';
import { diffFiles } from './diff-view.js';
import type { Clash, Merged } from './merge.js';
import { rootOf, sideList } from './pane.js';
import { savedBetween, tagOf } from './save.js';
import { fieldsOf, idOf, type Section } from './section.js';
import { sectionView } from './section-view.js';
import { momentText } from '../../platform/clock.js';

type Newer = { readonly before: VersionFiles; readonly newest: VersionFiles; readonly merged: Merged };

/** Says who saved meanwhile, and gives back a form in which both changes stand, or the choice between them. */
export async function conflictPage(
  tools: SaveTools,
  visit: CampaignVisit,
  { section, ...newer }: Newer & { readonly section: Section },
): Promise<Answer> {
  const { merged, newest } = newer;
  const fields = fieldsOf(section);
  const labelOf = ({ id }: Clash): string => fields.find((field) => idOf(field) === id)?.label ?? id;
  const action = `${visit.base}${rootOf(visit)}/edit/${section.name}`;
  const data = {
    ...(await meanwhile(tools, visit, newer)),
    section: section.name,
    sections: sideList(visit, section.name),
    action,
    clashes: merged.clashes.map((clash) => ({ ...clash, label: labelOf(clash) })),
    parts: sectionView(section, { values: merged.values, isReadOnly: false }),
  };
  return page('editor/conflict', data, { status: 409, headers: tagOf(newest.number) });
}

/** What the pages of a conflict have in common. */
export async function meanwhile(
  tools: SaveTools,
  visit: CampaignVisit,
  { before, newest }: Pick<Newer, 'before' | 'newest'>,
): Promise<{ readonly title: string } & Record<string, unknown>> {
  const entries = await savedBetween(tools, visit, { base: before.number, newest: newest.number });
  const zone = visit.campaign.file.time_zone;
  return {
    title: 'Somebody else saved meanwhile',
    base: newest.number,
    note: visit.form.one('note'),
    saves: entries.map(({ author, note, number, createdAt }) => ({
      number,
      note,
      author: author ?? 'The campaign’s folder',
      when: momentText(createdAt, zone),
    })),
    diffs: diffFiles(before.files, newest.files),
  };
}
