import { bodiesOfCommittee } from './committee-needs.js';
import { stepsOf, type TargetRule } from './rule.js';

/** Whether the rule or one of its fallbacks may address an office, of whomever it is and before it is narrowed. */
export function mayAddress(rule: TargetRule, officeId: string): boolean {
  const bodyId = officeId.split('/')[0] ?? '';
  return stepsOf(rule).some((step) => {
    if (step.kind === 'offices') return step.offices.includes(officeId);
    const bodies = step.kind === 'committees' ? step.committees.flatMap(bodiesOfCommittee) : step.bodies;
    return bodies.includes(bodyId);
  });
}
