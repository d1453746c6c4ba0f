import { channelOf } from '../../../deliveries/index.js';
import { dayText } from '../../../platform/clock.js';
import { parseEmailAddress } from '../../../platform/email-address.js';
import type { Target } from '../../../targets/index.js';
import { count, EDIT, type CheckGroup, type Finding } from '../finding.js';
import type { Subject } from '../subject.js';

/** How a target is reached, as the list of offices names it. */
export type Way = 'email' | 'form' | 'none';

export function wayOf(target: Target): Way {
  if (channelOf(target) === 'smtp') return 'email';
  return (target.form?.url ?? target.formUrl ?? target.website) === null ? 'none' : 'form';
}

/** A line for each body: how many of its offices are reached, and how. */
export type BodyLine = Readonly<Record<Way | 'targets' | 'vacant' | 'over', number>> & { readonly body: string };

export function bodyLines({ everyone, roster }: Subject): BodyLine[] {
  const lines = new Map<string, Record<Way | 'targets' | 'vacant' | 'over', number>>();
  const lineOf = (body: string) => {
    const line = lines.get(body) ?? { targets: 0, email: 0, form: 0, none: 0, vacant: 0, over: 0 };
    lines.set(body, line);
    return line;
  };
  for (const target of everyone.targets) {
    const line = lineOf(target.body);
    line.targets++;
    line[wayOf(target)]++;
    if (target.termEndedOn !== null) line.over++;
  }
  for (const { bodyId } of everyone.vacancies) lineOf(roster.bodies.get(bodyId)?.name ?? bodyId).vacant++;
  return [...lines].map(([body, line]) => ({ body, ...line }));
}

/** Whether everybody whom the rule addresses can be reached. */
export function checkTargets(subject: Subject): CheckGroup {
  return { id: 'targets', title: 'Whom supporters write to', findings: findingsOf(subject) };
}

function findingsOf(subject: Subject): Finding[] {
  const { everyone, needs } = subject;
  const missing = needs.map(({ what, command }): Finding => {
    const todo = 'Ask the people who run this server to load it.';
    return { grade: 'mend', says: `Missing on this server: ${what}.`, todo, command, isHarmful: true };
  });
  if (everyone.targets.length === 0) return [...missing, ...(missing.length > 0 ? [] : [nobody])];
  return [...missing, reached(everyone.targets), ...waysFindings(everyone.targets), ...seatFindings(subject)];
}

const nobody: Finding = {
  grade: 'mend',
  says: 'The rule addresses nobody: there is no office to write to.',
  todo: 'Choose other bodies or offices, or widen the conditions.',
  where: EDIT('targets', 'Edit the targets'),
  isHarmful: true,
};

function reached(targets: readonly Target[]): Finding {
  const byMail = targets.filter((target) => wayOf(target) === 'email').length;
  const parts = [
    ...(byMail > 0 ? [`${byMail} by e-mail`] : []),
    ...(byMail < targets.length ? [`${targets.length - byMail} by hand, because they take no e-mail`] : []),
  ];
  return { grade: 'fine', says: `${count(targets.length, 'official')} can be addressed: ${parts.join(', ')}.` };
}

function waysFindings(targets: readonly Target[]): Finding[] {
  const none = targets.filter((target) => wayOf(target) === 'none');
  const unusable = targets.filter(({ email }) => email !== null && parseEmailAddress(email) === undefined);
  return [
    ...(none.length > 0
      ? [
          {
            grade: 'look' as const,
            says: `${count(none.length, 'official')} ${none.length === 1 ? 'has' : 'have'} neither an e-mail address nor a web form that we know. Supporters get the text to print, or to read out on the phone.`,
            items: sample(none),
            where: { label: 'See them', path: '/launch/targets?show=none' },
          },
        ]
      : []),
    ...(unusable.length > 0
      ? [
          {
            grade: 'mend' as const,
            says: `${count(unusable.length, 'e-mail address', 'e-mail addresses')} cannot be used, so letters there would fail.`,
            todo: 'Correct the list of officials, or load a newer one.',
            items: unusable.slice(0, 5).map(({ name, email }) => `${name}: ${email ?? ''}`),
          },
        ]
      : []),
  ];
}

function seatFindings({ everyone, campaign }: Subject): Finding[] {
  const over = everyone.targets.filter(({ termEndedOn }) => termEndedOn !== null);
  return [
    ...(over.length > 0
      ? [
          {
            grade: 'look' as const,
            says: `The terms of ${count(over.length, 'official')} were to be over by now; the list is older than that, and others may sit there.`,
            todo: 'Load a newer list before you open.',
            items: over
              .slice(0, 5)
              .map(({ name, office, termEndedOn }) => `${name}, ${office}: ${dayText(termEndedOn ?? '')}`),
            where: { label: 'See them', path: '/launch/targets?show=over' },
          },
        ]
      : []),
    ...(everyone.vacancies.length > 0
      ? [
          {
            grade: 'look' as const,
            says: `${count(everyone.vacancies.length, 'seat')} ${everyone.vacancies.length === 1 ? 'is' : 'are'} vacant. People there are told so and write to the others.`,
            items: everyone.vacancies.slice(0, 5).map(({ name }) => name),
            where: { label: 'See them', path: '/launch/targets?show=vacant' },
          },
        ]
      : []),
    ...(everyone.excluded.length > 0
      ? [
          {
            grade: 'fine' as const,
            says: `${count(everyone.excluded.length, 'official')} ${everyone.excluded.length === 1 ? 'is' : 'are'} left out by your exceptions.`,
          },
        ]
      : []),
    ...(campaign.rule.limit === undefined
      ? []
      : [{ grade: 'fine' as const, says: `Each supporter writes to ${campaign.rule.limit} of them at the most.` }]),
  ];
}

/** The first few, by name. */
export function sample(targets: readonly Target[]): string[] {
  const named = targets.slice(0, 5).map(({ title, name, office }) => `${title} ${name}, ${office}`);
  return targets.length > named.length ? [...named, `and ${targets.length - named.length} more`] : named;
}
