import type { Rehearsed } from '../../../actions/index.js';
import { channelOf } from '../../../deliveries/index.js';
import type { FormField } from '../../../offices/index.js';
import { formLength } from '../../../letters/index.js';
import type { Target } from '../../../targets/index.js';
import { count, EDIT, type CheckGroup, type Finding } from '../finding.js';
import type { Subject } from '../subject.js';
import type { Tried } from './check-letters.js';

/** What the offices' own forms would do to the letters, and what they ask for besides. */
export function checkForms({ campaign, everyone }: Subject, letters: Tried['letters']): CheckGroup | undefined {
  const byHand = everyone.targets.filter((target) => channelOf(target) === 'handover');
  if (byHand.length === 0) return undefined;
  const known = byHand.filter(({ form }) => form !== undefined);
  const findings: Finding[] = [
    ...(known.length < byHand.length ? [unknownForms(byHand.length - known.length)] : []),
    ...limitFindings([...letters.values()]),
    ...topicFinding(known, campaign.file.topic),
    ...streetFinding(known, campaign.file.required_fields.includes('street')),
    ...askedAnyway(known),
  ];
  return { id: 'forms', title: 'The offices’ own forms', findings };
}

function unknownForms(many: number): Finding {
  return {
    grade: 'look',
    says: `What the forms of ${count(many, 'office')} ask for, and how long a letter they take, is not known here.`,
    todo: 'Ask the people who run this server to load what is known about them.',
    command: 'clarion data import contact-forms FILE',
  };
}

/** Where a letter is cut: how much of it stays. */
export function cutText({ letter, fitted }: Rehearsed): string | undefined {
  if (!fitted) return undefined;
  const [kept, whole] = [formLength(fitted.text), formLength(letter.text)];
  return `takes ${fitted.max} characters: ${kept} of ${whole} would stay`;
}

function limitFindings(limited: readonly Rehearsed[]): Finding[] {
  if (limited.length === 0) return [];
  const cut = limited.filter(({ fitted }) => fitted);
  if (cut.length === 0)
    return [
      {
        grade: 'fine',
        says: `${count(limited.length, 'form')} limit${limited.length === 1 ? 's' : ''} the length; your letter fits. With long words of their own supporters may still be over it, and see then what is left out.`,
      },
    ];
  return [
    {
      grade: 'look',
      says: `${count(cut.length, 'form')} would take only the beginning of your letter. Supporters see beforehand what is left out.`,
      todo: 'A shorter letter fits everywhere. Say what you ask in the first paragraph.',
      items: cut.slice(0, 6).map((one) => `${one.target.title} ${one.target.name} ${cutText(one) ?? ''}`),
      where: { label: 'See them all', path: '/launch/targets?show=shortened' },
    },
  ];
}

function asking(known: readonly Target[], field: FormField): number {
  return known.filter(({ form }) => form?.asks.includes(field)).length;
}

function topicFinding(known: readonly Target[], topic: string | undefined): Finding[] {
  const many = asking(known, 'topic');
  if (many === 0) return [];
  if (topic !== undefined)
    return [
      {
        grade: 'fine',
        says: `${count(many, 'form')} ask${many === 1 ? 's' : ''} for a topic; supporters are told to choose “${topic}”.`,
      },
    ];
  return [
    {
      grade: 'look',
      says: `${count(many, 'form')} ask${many === 1 ? 's' : ''} for a topic, and your campaign names none. Supporters then choose what seems nearest, and the letters may be filed apart.`,
      todo: 'Name a topic such as “Crime and law enforcement”.',
      where: EDIT('letter', 'Edit the letter'),
    },
  ];
}

function streetFinding(known: readonly Target[], isAsked: boolean): Finding[] {
  const many = asking(known, 'street');
  if (many === 0) return [];
  if (isAsked)
    return [
      {
        grade: 'fine',
        says: `${count(many, 'form')} ask${many === 1 ? 's' : ''} for a street address; your campaign asks for it too.`,
      },
    ];
  return [
    {
      grade: 'fine',
      says: `${count(many, 'form')} ask${many === 1 ? 's' : ''} for a street address. Your campaign does not: supporters type it there, and we never see it.`,
    },
  ];
}

const ASKED: readonly (readonly [FormField, string])[] = [
  ['prefix', 'how the supporter is addressed (Mr., Ms., Dr.)'],
  ['phone', 'a phone number'],
  ['zip4', 'the four digits after the ZIP code'],
];

function askedAnyway(known: readonly Target[]): Finding[] {
  const asked = ASKED.map(([field, words]) => ({ words, many: asking(known, field) })).filter(({ many }) => many > 0);
  const robots = known.filter(({ form }) => form?.hasCaptcha).length;
  if (asked.length + robots === 0) return [];
  const items = [
    ...asked.map(({ words, many }) => `${count(many, 'form')}: ${words}`),
    ...(robots > 0 ? [`${count(robots, 'form')}: a check that one is no robot`] : []),
  ];
  return [{ grade: 'fine', says: 'Forms also ask for these; supporters are told before they go there:', items }];
}
