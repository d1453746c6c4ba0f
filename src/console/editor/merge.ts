import { applyPatch, createPatch } from 'diff';
import type { CampaignFiles } from '../../campaigns/index.js';
import type { FormValues } from './form-values.js';

/** Two changes of one thing since the version from which both began. */
export type Clash = { readonly id: string; readonly mine: string; readonly theirs: string };

/** What comes of two people's changes: what only one of them changed is taken as it is; the rest is told. */
export type Merged = { readonly values: FormValues; readonly clashes: readonly Clash[] };

/** Merges texts by their ids, field by field and, where both changed a long text, line by line. */
export function merge(base: FormValues, mine: FormValues, theirs: FormValues): Merged {
  const values: Record<string, string> = {};
  const clashes: Clash[] = [];
  for (const id of new Set([...Object.keys(base), ...Object.keys(mine), ...Object.keys(theirs)])) {
    const [from = '', other = ''] = [base[id], theirs[id]];
    const own = mine[id] ?? from;
    const isOneSided = own === from || other === from || own === other;
    const merged = isOneSided ? (own === from ? other : own) : mergeLines(from, own, other);
    values[id] = merged ?? own;
    if (merged === undefined) clashes.push({ id, mine: own, theirs: other });
  }
  return { values, clashes };
}

/** Puts the lines that one changed into the other's text; undefined where both touched the same ones. */
function mergeLines(base: string, mine: string, theirs: string): string | undefined {
  if (!base.includes('\n')) return undefined;
  const patched = applyPatch(theirs, createPatch('text', base, mine), { fuzzFactor: 0 });
  return patched === false ? undefined : patched;
}

/** Files as texts by their names. */
export function mergeFiles(base: CampaignFiles, mine: CampaignFiles, theirs: CampaignFiles): Merged {
  return merge(base, mine, theirs);
}
