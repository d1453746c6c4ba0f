import type { Rehearsed } from '../../../actions/index.js';
import { letterFor } from '../../../campaigns/index.js';
import { emptyFieldsOf } from '../../../letters/index.js';
import { InputError } from '../../../platform/errors.js';
import type { Target } from '../../../targets/index.js';
import { count, EDIT, type CheckGroup, type Finding } from '../finding.js';
import { limitedLetters, SAMPLE, sampleValues, type Subject } from '../subject.js';

const WHERE = EDIT('letter', 'Edit the letters');

/** Letters that a form may cut, by office, or what keeps letters from being filled. */
export type Tried = { readonly letters: ReadonlyMap<string, Rehearsed>; readonly fault?: Finding };

export function tryLetters(subject: Subject): Tried {
  try {
    if (subject.campaign.fault !== undefined) return { letters: new Map(), fault: broken(subject.campaign.fault) };
    return { letters: limitedLetters(subject) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { letters: new Map(), fault: broken(error.message) };
  }
}

function broken(message: string): Finding {
  const says = `The campaign cannot be used as it is: ${message}`;
  return { grade: 'mend', says, where: { label: 'Edit the campaign', path: '/edit' }, isHarmful: true };
}

/** Whether each target gets a letter without gaps, and each letter has somebody to go to. */
export function checkLetters(subject: Subject, fault?: Finding): CheckGroup {
  const findings = fault ? [fault] : [...versionFindings(subject), ...gapFindings(subject)];
  return { id: 'letters', title: 'Letters and their fields', findings };
}

function versionFindings({ campaign, everyone }: Subject): Finding[] {
  const others = [...campaign.otherLetters.keys()].map((name) => `${name}.hbs`);
  const uses = (file: string): number =>
    everyone.targets.filter(({ version = 'letter' }) => `${version}.hbs` === file).length;
  if (others.length === 0) return [{ grade: 'fine', says: 'Everybody gets the same letter.' }];
  const unused = others.filter((file) => uses(file) === 0);
  const rest = uses('letter.hbs');
  return [
    {
      grade: 'fine',
      says: 'Each target gets the first letter whose condition fits:',
      items: [...others, 'letter.hbs'].map((file) => `${file}: ${count(uses(file), 'official')}`),
    },
    ...(rest > 0
      ? [{ grade: 'fine' as const, says: `No condition fits ${count(rest, 'official')}: they get letter.hbs.` }]
      : []),
    ...unused.map((file): Finding => {
      const says = `${file} goes to nobody: its condition fits no target.`;
      return { grade: 'look', says, todo: 'Correct its condition, or take it out.', where: WHERE };
    }),
  ];
}

/** Fields that a letter prints although they are empty for somebody. */
function gapFindings({ campaign, everyone }: Subject): Finding[] {
  const ofTargets = new Map<string, Target[]>();
  const lacking = everyone.targets.filter(({ name, title, salutation, office }) =>
    [name, title, salutation, office].includes(''),
  );
  for (const target of lacking) {
    const values = sampleValues({ campaign, target, supporter: SAMPLE });
    for (const field of emptyFieldsOf(letterFor(campaign, target), values)) {
      if (field.startsWith('target.')) ofTargets.set(field, [...(ofTargets.get(field) ?? []), target]);
    }
  }
  const findings = [...ofTargets].map(([field, targets]): Finding => {
    const says = `{{${field}}} is empty for ${count(targets.length, 'official')}, so the letter has a gap there.`;
    const items = targets.slice(0, 5).map(({ name, office }) => `${name}, ${office}`);
    const todo = 'Fill it in the list of officials, or use another field.';
    return { grade: 'mend', says, items, todo, where: WHERE, isHarmful: true };
  });
  const all = [...findings, ...placeFindings({ campaign, everyone })];
  return all.length > 0 ? all : [{ grade: 'fine', says: 'Every field is filled for every target.' }];
}

/** What is not known of every supporter: their district where a ZIP code lies in several, a street that is not asked for. */
function placeFindings({ campaign, everyone }: Pick<Subject, 'campaign' | 'everyone'>): Finding[] {
  const { street: _, locality: __, ...unknown } = SAMPLE;
  const samples = new Map(everyone.targets.map((target) => [target.version ?? 'letter', target]));
  const found = [...samples.values()].flatMap((target) => {
    const values = sampleValues({ campaign, target, supporter: unknown });
    const vague = { ...values, supporter: { ...values.supporter, district: '', region: '' } };
    return emptyFieldsOf(letterFor(campaign, target), vague).filter((field) => field.startsWith('supporter.'));
  });
  const isKnown = (field: string): boolean =>
    campaign.file.required_fields.includes('street') &&
    (field === 'supporter.street' || field === 'supporter.locality');
  return [...new Set(found)]
    .filter((field) => !isKnown(field))
    .map((field) => ({
      grade: 'look' as const,
      says: `{{${field}}} is not known of every supporter, and then prints nothing.`,
      todo: `Put what depends on it between {{#if ${field}}} and {{/if}}.`,
      where: WHERE,
    }));
}
