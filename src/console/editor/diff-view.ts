import { structuredPatch } from 'diff';
import type { CampaignFiles } from '../../campaigns/index.js';

/** A line of a difference; the sign is read aloud in words. */
type DiffLine = { readonly sign: '+' | '−' | ' '; readonly word: string; readonly kind: string; readonly text: string };

/** What changed in one file. */
export type FileDiff = {
  readonly name: string;
  readonly added: number;
  readonly removed: number;
  readonly hunks: readonly { readonly line: number; readonly lines: readonly DiffLine[] }[];
  /** Lines that are left out, where a difference is very long. */
  readonly left: number;
};

/** More lines than this are not shown of one file. */
const MAX_LINES = 300;
/** A text whose difference would take long to find is told by its size alone. */
const MAX_DIFF_MS = 2_000;

/** What changed between two versions, file by file; empty where they are the same. */
export function diffFiles(before: CampaignFiles, after: CampaignFiles): readonly FileDiff[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.filter((name) => before[name] !== after[name]).map((name) => diffFile(name, before[name], after[name]));
}

function diffFile(name: string, before = '', after = ''): FileDiff {
  const patch = structuredPatch(name, name, before, after, '', '', { context: 2, timeout: MAX_DIFF_MS });
  const all = (patch?.hunks ?? []).map(({ oldStart, lines }) => ({
    line: oldStart,
    lines: lines.filter((line) => !line.startsWith('\\')).map(lineOf),
  }));
  let room = MAX_LINES;
  const hunks = all.map(({ line, lines }) => {
    const shown = lines.slice(0, Math.max(room, 0));
    room -= lines.length;
    return { line, lines: shown };
  });
  const lines = all.flatMap((hunk) => hunk.lines);
  return {
    name,
    added: lines.filter(({ sign }) => sign === '+').length,
    removed: lines.filter(({ sign }) => sign === '−').length,
    hunks: hunks.filter((hunk) => hunk.lines.length > 0),
    left: Math.max(-room, 0),
  };
}

function lineOf(line: string): DiffLine {
  const text = line.slice(1);
  if (line.startsWith('+')) return { sign: '+', word: 'Added:', kind: 'added', text };
  if (line.startsWith('-')) return { sign: '−', word: 'Removed:', kind: 'removed', text };
  return { sign: ' ', word: '', kind: 'same', text };
}
