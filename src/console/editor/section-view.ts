import { fieldsOfPart, type LetterPart } from '../../letters/index.js';
import type { FaultView } from './check.js';
import type { FormValues } from './form-values.js';
import { idOf, itemsOf, type Field, type Group, type Part, type Section } from './section.js';

/** A page holds no text that is longer; such a file is kept, and exported to be changed. */
const MAX_SHOWN = 60_000;

export type Shown = {
  readonly values: FormValues;
  readonly faults?: readonly FaultView[];
  readonly isReadOnly: boolean;
};

/** A section's parts as its page shows them. */
export function sectionView(section: Section, shown: Shown): readonly object[] {
  return section.parts.map((part) => partView(part, shown));
}

function partView(part: Part, shown: Shown): object {
  if ('field' in part) return { field: fieldView(part.field, shown) };
  if ('group' in part) return { group: groupView(part.group, shown) };
  if ('heading' in part) return part;
  const fields = part.fold.fields.map((field) => fieldView(field, shown));
  const isUsed = part.fold.fields.some(
    (field) => ![undefined, '', field.usual].includes(shown.values[idOf(field)]) || faultOf(field, shown) !== undefined,
  );
  return { fold: { ...part.fold, fields, isOpen: isUsed } };
}

/** The items that are there, and one more to fill in. */
function groupView(group: Group, shown: Shown): object {
  const isEmpty = (fields: readonly Field[]): boolean => fields.every((field) => !shown.values[idOf(field)]);
  const items = itemsOf(group);
  const used = items.findLastIndex((fields) => !isEmpty(fields)) + 1;
  const views = items.slice(0, used + (shown.isReadOnly ? 0 : 1)).map((fields, index) => ({
    title: index < used ? `${group.title} ${index + 1}` : `Add ${index === 0 ? 'one' : 'another'}`,
    isOpen: index < used,
    fields: fields.map((field) => fieldView(field, shown)),
  }));
  return { title: group.title, items: views };
}

function faultOf(field: Field, { faults = [] }: Shown): FaultView | undefined {
  return faults.find(({ id }) => id === idOf(field));
}

function fieldView(field: Field, shown: Shown): object {
  const { kind, rows, max, hint, options = [] } = field;
  const id = idOf(field);
  const value = shown.values[id] ?? '';
  const chosen = kind === 'ticks' || kind === 'list' ? value.split(', ') : [value];
  const fault = faultOf(field, shown)?.short;
  const known = options.map((option) => option.value);
  return {
    ...field,
    id,
    value,
    fault,
    isReadOnly: shown.isReadOnly,
    describedBy: [...(hint ? [`${id}-hint`] : []), ...(fault ? [`${id}-fault`] : [])].join(' ') || undefined,
    options: options.map((option) => ({
      ...option,
      isChosen: chosen.includes(option.value),
      id: `${id}-${option.value}`,
    })),
    others: chosen.filter((one) => !known.includes(one)).join(', '),
    isTick: kind === 'tick',
    isTicked: kind === 'tick' && value === 'true',
    isChoice: kind === 'choice',
    isTicks: kind === 'ticks',
    isArea: isArea(kind),
    isCode: ['file', 'officials', 'letter-text'].includes(kind),
    isNumber: kind === 'number',
    rows: rows ?? 3,
    counts: max !== undefined || kind === 'file' || kind === 'letter-text',
    count: countText(value, max),
    isTooLong: value.length > MAX_SHOWN,
    palette: field.hasPalette && palette(),
  };
}

function isArea(kind: Field['kind']): boolean {
  return ['text', 'lines', 'file', 'officials', 'letter-text'].includes(kind);
}

/** `120 of 300 characters`, or words where there is no limit. */
function countText(value: string, max: number | undefined): string {
  if (max !== undefined) return `${value.length} of ${max} characters`;
  const words = value.split(/\s+/).filter(Boolean).length;
  return `${words} words, ${value.length} characters`;
}

const PARTS: readonly (readonly [LetterPart, string])[] = [
  ['greeting', 'In the greeting'],
  ['body', 'In the body'],
  ['closing', 'In the closing'],
];

/** The merge fields by the part of the letter in which they may stand. */
function palette(): readonly object[] {
  return PARTS.map(([part, title]) => ({ title, fields: fieldsOfPart[part].map((name) => `{{${name}}}`) }));
}
