import {
  isCampaignFile,
  readNewest,
  readVersion,
  type CampaignFiles,
  type SaveTools,
  type VersionFiles,
} from '../../campaigns/index.js';
import type { Fault } from '../../platform/errors.js';
import { page, type Answer, type CampaignVisit, type ConsoleRoute, type Fields } from '../visit.js';
import { meanwhile } from './conflict-page.js';
import { saidSaved } from './edit-routes.js';
import { mergeFiles, type Clash } from './merge.js';
import { previewPane, rootOf, sideList } from './pane.js';
import { baseOf, saveFiles, tagOf } from './save.js';

/** A file that is longer is not shown, and stays as it is. */
const MAX_SHOWN = 60_000;
/** All that one page shows. */
const MAX_PAGE = 100_000;

/** Each file of a campaign as it is, for those who like that. */
export function sourceRoutes(tools: SaveTools): ConsoleRoute[] {
  const path = '/campaigns/:campaign/source';
  return [
    {
      of: 'campaign',
      method: 'get',
      path,
      needs: 'edit',
      handle: async (visit) => {
        const { files, number, keptIn } = await readNewest(tools, visit.campaign);
        return sourcePage(visit, { files, base: number, isReadOnly: keptIn === 'folder' });
      },
    },
    {
      of: 'campaign',
      method: 'post',
      path,
      needs: 'edit',
      does: 'saved the campaign’s source',
      handle: (visit) => saveSource(tools, visit),
    },
  ];
}

async function saveSource(tools: SaveTools, visit: CampaignVisit): Promise<Answer> {
  const base = baseOf(visit);
  const before = await readVersion(tools, visit.campaign, base);
  const files = typedFiles(before.files, visit.form);
  const result = await saveFiles(tools, visit, { files, base });
  switch (result.kind) {
    case 'saved':
      return saidSaved(visit, `${rootOf(visit)}/source`, { ...result.saved, base });
    case 'faults':
      return sourcePage(visit, { files, base, faults: result.faults });
    case 'newer':
      return clashPage(tools, visit, { before, newest: result.newest, files });
  }
}

/** The files of a version with what was typed; a text that only changed its line ends is kept as it was. */
export function typedFiles(before: CampaignFiles, form: Fields): CampaignFiles {
  const files: Record<string, string> = { ...before };
  const put = (name: string, typed: string): void => {
    const text = typed.replace(/\r\n?/g, '\n');
    if (text.trim() === '') Reflect.deleteProperty(files, name);
    else if (text !== (files[name] ?? '').replace(/\r\n?/g, '\n'))
      files[name] = text.endsWith('\n') ? text : `${text}\n`;
  };
  for (const id of form.names().filter((name) => name.startsWith('file:'))) put(id.slice('file:'.length), form.one(id));
  const added = form.one('new_name').trim();
  if (added !== '') put(added, form.one('new_text'));
  return files;
}

type SourcePage = {
  readonly files: CampaignFiles;
  readonly base: number;
  readonly faults?: readonly Fault[];
  readonly isReadOnly?: boolean;
  readonly conflict?: Readonly<Record<string, unknown>> & { readonly clashes: readonly Clash[] };
};

function sourcePage(visit: CampaignVisit, shown: SourcePage): Answer {
  const { files, base, faults = [], isReadOnly = false, conflict } = shown;
  const root = visit.base + rootOf(visit);
  const status = conflict ? 409 : faults.length > 0 ? 422 : 200;
  const isKnown = isCampaignFile(visit.form.one('new_name').trim());
  const title = `${faults.length > 0 ? 'Please check: ' : ''}Source`;
  const data = {
    title,
    heading: 'Source',
    root,
    sections: sideList(visit, 'source'),
    files: fileViews(files, faults),
    newName: isKnown ? '' : visit.form.one('new_name'),
    newText: isKnown ? '' : visit.form.one('new_text'),
    faults: faults.map((fault) => ({
      id: idOf(fault.file ?? ''),
      message: sentence(fault),
      line: lineOf(files, fault),
    })),
    base,
    note: visit.form.one('note'),
    isReadOnly,
    preview: previewPane(visit, 'page'),
    conflict,
  };
  return page('editor/source', data, { status, headers: tagOf(base) });
}

function fileViews(files: CampaignFiles, faults: readonly Fault[]): readonly object[] {
  let room = MAX_PAGE;
  const known = Object.entries(files).filter(([name]) => isCampaignFile(name));
  return known.map(([name, text]) => {
    const isTooLong = text.length > Math.min(MAX_SHOWN, room);
    if (!isTooLong) room -= text.length;
    const rows = Math.min(Math.max(text.split('\n').length + 1, 6), 28);
    return { name, id: idOf(name), text, isTooLong, rows, isFaulty: faults.some(({ file }) => file === name) };
  });
}

function idOf(name: string): string {
  return `file-${name}`;
}

/** `campaign.yaml, line 12: goal must be a whole number` */
function sentence({ file, line, column, field, message }: Fault): string {
  const place = [
    file,
    ...(line === undefined ? [] : [`line ${line}`]),
    ...(column === undefined ? [] : [`column ${column}`]),
  ];
  return `${place.join(', ')}${file ? ': ' : ''}${field} ${message}`;
}

/** The line that a fault is about, as it stands in its file. */
function lineOf(files: CampaignFiles, { file = '', line }: Fault): string | undefined {
  return line === undefined ? undefined : files[file]?.split('\n')[line - 1]?.slice(0, 200);
}

type Clashing = { readonly before: VersionFiles; readonly newest: VersionFiles; readonly files: CampaignFiles };

async function clashPage(tools: SaveTools, visit: CampaignVisit, { before, newest, files }: Clashing): Promise<Answer> {
  const { values, clashes } = mergeFiles(before.files, files, newest.files);
  const conflict = { ...(await meanwhile(tools, visit, { before, newest })), clashes };
  return sourcePage(visit, { files: values, base: newest.number, conflict });
}
