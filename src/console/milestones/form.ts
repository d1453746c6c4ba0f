import { milestoneKinds, type MilestoneContent, type TypedMilestone } from '../../campaigns/index.js';
import type { Fault } from '../../platform/errors.js';
import { showFaults } from '../../web/index.js';
import type { Visit } from '../visit.js';

/** A milestone that cannot be taken, with what was typed. */
export type Faulty = { readonly faults: readonly Fault[]; readonly typed: TypedMilestone };

/** Who sees a milestone, in the words of the page. */
export type Seen = { readonly byAll: string; readonly inside: string };

/** The form with what was typed, or as it begins. */
export function formView(today: string, seen: Seen, given?: Partial<Faulty>): object {
  const { faults = [] } = given ?? {};
  const typed = given?.typed ?? { happened_on: today, kind: '', is_public: true };
  return {
    typed,
    seen,
    kinds: Object.entries(milestoneKinds).map(([kind, label]) => ({ kind, label, isChosen: kind === typed.kind })),
    ...showFaults(faults),
  };
}

export function typedIn({ form }: Pick<Visit, 'form'>): TypedMilestone {
  return {
    happened_on: form.one('happened_on'),
    kind: form.one('kind'),
    title: form.one('title'),
    text: form.one('text'),
    link: form.one('link'),
    is_public: form.one('is_public') === 'true',
  };
}

/** A milestone as the form shows it. */
export function asTyped({ happenedOn, kind, title, text, link, isPublic }: MilestoneContent): TypedMilestone {
  return { happened_on: happenedOn, kind, title, text, link, is_public: isPublic };
}
