import type { Campaign } from '../../campaigns/index.js';
import type { SendingDoctor } from '../../doctor/index.js';
import { checkData } from './checks/check-data.js';
import { checkForms } from './checks/check-forms.js';
import { checkLetters, tryLetters } from './checks/check-letters.js';
import { checkPage } from './checks/check-page.js';
import { checkReading, type ReadingLine } from './checks/check-reading.js';
import { checkSafety } from './checks/check-safety.js';
import { checkSending } from './checks/check-sending.js';
import { bodyLines, checkTargets, type BodyLine } from './checks/check-targets.js';
import type { CheckGroup, Finding } from './finding.js';
import { subjectOf, type Subject, type SubjectTools } from './subject.js';

export type ChecklistTools = SubjectTools & { readonly sendingDoctor: SendingDoctor };

/** Everything that was looked at before a launch. */
export type Checklist = {
  readonly groups: readonly CheckGroup[];
  readonly bodies: readonly BodyLine[];
  readonly reading: readonly ReadingLine[];
  readonly subject: Subject;
  /** What must be mended, and of that what nobody can decide to open in spite of. */
  readonly toMend: readonly Finding[];
  readonly harmful: readonly Finding[];
  readonly toLookAt: readonly Finding[];
  /** The checks of sending are still running. */
  readonly isLooking: boolean;
};

/** A page is not held up by servers that are slow to answer. */
const WAIT_MS = 120;

/** Looks at a campaign as it is now; no letter leaves and no other machine is asked but those that sending needs. */
export async function runChecklist(tools: ChecklistTools, campaign: Campaign, waitMs = WAIT_MS): Promise<Checklist> {
  const [subject, look] = [await subjectOf(tools, campaign), await tools.sendingDoctor.look(waitMs)];
  const { letters, fault } = tryLetters(subject);
  const reading = checkReading(subject);
  const { lines, ...readingGroup } = reading;
  const forms = checkForms(subject, letters);
  const groups: CheckGroup[] = [
    checkTargets(subject),
    ...(forms ? [forms] : []),
    checkLetters(subject, fault),
    readingGroup,
    checkPage(subject),
    checkSafety(subject),
    checkSending(look),
    checkData(subject, tools.clock.now()),
  ];
  const all = groups.flatMap(({ findings }) => findings);
  const toMend = all.filter(({ grade }) => grade === 'mend');
  return {
    groups,
    bodies: bodyLines(subject),
    reading: lines,
    subject,
    toMend,
    harmful: toMend.filter(({ isHarmful }) => isHarmful),
    toLookAt: all.filter(({ grade }) => grade === 'look'),
    isLooking: look === undefined,
  };
}
