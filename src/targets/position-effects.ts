import { positionWords, type PositionWord } from '../positions/index.js';
import type { Condition } from './condition.js';
import { stepsOf, type TargetRule } from './rule.js';

/** What a rule makes of somebody because of where they stand. */
export type PositionEffect = { readonly position: PositionWord; readonly effects: readonly string[] };

/**
 * What each position leads to under a rule, in words for organizers; undefined where the rule asks for none. Other
 * conditions of the rule hold besides.
 */
export function positionEffects(rule: TargetRule): readonly PositionEffect[] | undefined {
  const steps = stepsOf(rule);
  const conditions = [...steps.map(({ only }) => only), ...(rule.except ?? []), ...versionsOf(rule)];
  const sorts = steps.some(({ order }) => order?.includes('position'));
  if (!sorts && !conditions.some((one) => one?.position)) return undefined;
  return positionWords.map((position) => ({
    position,
    effects: [
      ...steps.map((step, index) => stepEffect(step, index, position)),
      ...(rule.except ?? []).filter(asksFor(position)).map(({ say }) => `Left out; supporters read: “${say}”`),
      ...(rule.versions ?? []).filter(({ when }) => asksFor(position)(when)).map(({ name }) => `Gets ${name}.`),
    ].filter((effect) => effect !== undefined),
  }));
}

function versionsOf({ versions = [] }: TargetRule): Condition[] {
  return versions.map(({ when }) => when);
}

const asksFor =
  (position: PositionWord) =>
  (condition: Pick<Condition, 'position'>): boolean =>
    condition.position?.includes(position) ?? false;

function stepEffect({ only }: TargetRule, index: number, position: PositionWord): string | undefined {
  if (!only?.position) return undefined;
  const step = index === 0 ? 'the rule' : `fallback ${index}`;
  return asksFor(position)(only) ? `Written to by ${step}.` : `Not written to by ${step}.`;
}
