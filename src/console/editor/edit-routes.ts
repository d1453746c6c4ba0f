import { describeRule } from '../../targets/index.js';
import { readNewest, readVersion, type CampaignFiles, type SaveTools } from '../../campaigns/index.js';
import type { Fault } from '../../platform/errors.js';
import { go, page, type Answer, type CampaignVisit, type ConsoleRoute } from '../visit.js';
import { applyForm } from './apply-form.js';
import { faultViews } from './check.js';
import { conflictPage } from './conflict-page.js';
import { typedValues, valuesOf, type FormValues } from './form-values.js';
import { merge } from './merge.js';
import { previewPane, rootOf, sideList } from './pane.js';
import { baseOf, saveFiles, tagOf } from './save.js';
import type { Section } from './section.js';
import { sectionView } from './section-view.js';
import { sections } from './sections.js';

/** The editor's pages, one for each part of a campaign. */
export function editRoutes(tools: SaveTools): ConsoleRoute[] {
  const first = sections[0] as Section;
  return [
    {
      of: 'campaign',
      method: 'get',
      path: '/campaigns/:campaign/edit',
      needs: 'edit',
      handle: (visit) => openSection(tools, visit, first),
    },
    ...sections.flatMap((section): ConsoleRoute[] => [
      {
        of: 'campaign',
        method: 'get',
        path: `/campaigns/:campaign/edit/${section.name}`,
        needs: 'edit',
        handle: (visit) => openSection(tools, visit, section),
      },
      {
        of: 'campaign',
        method: 'post',
        path: `/campaigns/:campaign/edit/${section.name}`,
        needs: 'edit',
        does: 'saved the campaign',
        handle: (visit) => saveSection(tools, visit, section),
      },
    ]),
  ];
}

async function openSection(tools: SaveTools, visit: CampaignVisit, section: Section): Promise<Answer> {
  const { files, number, keptIn } = await readNewest(tools, visit.campaign);
  const isReadOnly = keptIn === 'folder';
  return sectionPage(tools, visit, { section, files, base: number, isReadOnly, values: valuesOf(section, files) });
}

async function saveSection(tools: SaveTools, visit: CampaignVisit, section: Section): Promise<Answer> {
  const base = baseOf(visit);
  const typed = typedValues(section, visit.form);
  const before = await readVersion(tools, visit.campaign, base);
  const files = applyForm(section, before.files, typed);
  const result = await saveFiles(tools, visit, { files, base });
  const values = { ...valuesOf(section, before.files), ...typed };
  switch (result.kind) {
    case 'saved':
      return saidSaved(visit, `${rootOf(visit)}/edit/${section.name}`, { ...result.saved, base });
    case 'faults':
      return sectionPage(tools, visit, { section, files, base, values, faults: result.faults });
    case 'newer': {
      const { newest } = result;
      const merged = merge(valuesOf(section, before.files), values, valuesOf(section, newest.files));
      return conflictPage(tools, visit, { section, before, newest, merged });
    }
  }
}

/** Leads back to the form, and offers the way back to how it was. */
export function saidSaved(
  visit: CampaignVisit,
  to: string,
  { change, version, base }: { readonly change: string; readonly version: number; readonly base: number },
): Answer {
  if (change === 'unchanged') return go(to, 'Nothing was changed, so no version was made.');
  const undo = {
    label: 'Undo',
    action: `${rootOf(visit)}/versions/${base}/restore`,
    fields: { base: String(version) },
  };
  return go(to, `Saved as version ${version}.`, { undo, trace: { detail: `version ${version}` } });
}

type SectionPage = {
  readonly section: Section;
  readonly files: CampaignFiles;
  readonly base: number;
  readonly values: FormValues;
  readonly faults?: readonly Fault[];
  readonly isReadOnly?: boolean;
};

async function sectionPage(tools: SaveTools, visit: CampaignVisit, shown: SectionPage): Promise<Answer> {
  const { section, files, base, values, faults = [], isReadOnly = false } = shown;
  const views = faultViews(section, files, faults);
  const root = visit.base + rootOf(visit);
  const data = {
    title: `${faults.length > 0 ? 'Please check: ' : ''}${section.title}`,
    heading: section.title,
    intro: section.intro,
    name: section.name,
    root,
    action: `${root}/edit/${section.name}`,
    sections: sideList(visit, section.name),
    parts: sectionView(section, { values, faults: views, isReadOnly }),
    faults: views,
    base,
    note: visit.form.one('note'),
    isReadOnly,
    preview: previewPane(visit, section.preview),
    rule:
      section.name === 'targets' && visit.campaign.fault === undefined
        ? describeRule(visit.campaign.rule, await tools.roster.get())
        : undefined,
  };
  return page('editor/section', data, { status: faults.length > 0 ? 422 : 200, headers: tagOf(base) });
}
