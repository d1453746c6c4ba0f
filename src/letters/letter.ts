import { InputError, type Fault } from '../platform/errors.js';
import type { MergeValues } from './merge-fields.js';
import { compilePiece, type Fill, type Piece } from './template.js';

/** A campaign's letter, checked and ready to be filled. */
export type LetterTemplate = {
  readonly subject: Fill;
  readonly greeting: Fill;
  readonly body: Fill;
  readonly closing: Fill;
};

/** What a supporter changed or added; their text is never read as a template. */
export type OwnText = {
  /** A paragraph in their own words, kept apart from the organization's text all the way. */
  readonly ownWords?: string | undefined;
  /** Their version of the body. */
  readonly text?: string | undefined;
  readonly subject?: string | undefined;
};

/** A letter as it is sent. */
export type Letter = { readonly subject: string; readonly text: string };

/** Where a letter's sources stand: `letter.hbs` and the subject line of `campaign.yaml`. */
export type LetterSource = { readonly subject: string; readonly text: string };

/**
 * Reads a letter template: the first paragraph greets the target, the last one is signed with the supporter's
 * name, what stands between is the body that supporters may edit.
 * @throws InputError with line and column of every fault; a fault in the subject has the field `letter.subject`
 */
export function parseLetter(source: LetterSource): LetterTemplate {
  const { letter, faults } = readLetter(source);
  if (faults.length > 0) throw new InputError(faults);
  return letter;
}

/**
 * Reads a letter that was accepted before, perhaps under older rules: what can be filled is filled as it was then, and
 * filling a part that cannot be read throws InputError.
 */
export function readLetter(source: LetterSource): {
  readonly letter: LetterTemplate;
  readonly faults: readonly Fault[];
} {
  const pieces = [
    { part: 'subject', source: source.subject, field: 'letter.subject', firstLine: 1 } as const,
    ...splitLetter(source.text),
  ];
  const faults: Fault[] = [...shapeFaults(source, pieces)];
  const fills = Object.fromEntries(
    pieces.map((piece) => {
      const { fill, faults: found } = compilePiece(piece);
      faults.push(...found);
      return [piece.part, fill];
    }),
  );
  return { letter: fills as LetterTemplate, faults };
}

/** The letter to one target: greeting, own words, body, closing, with an empty line between. */
export function renderLetter(template: LetterTemplate, values: MergeValues, own: OwnText): Letter {
  const parts = [
    template.greeting(values),
    own.ownWords ?? '',
    own.text ?? template.body(values),
    template.closing(values),
  ];
  return {
    subject: oneLine(own.subject ?? template.subject(values)),
    text: parts.map(tidy).filter(Boolean).join('\n\n') + '\n',
  };
}

/** The letter without the supporter's name and address in its closing, for pages that others may come to see. */
export function renderUnsigned(template: LetterTemplate, values: MergeValues, own: OwnText): Letter {
  const nobody = {
    ...values.supporter,
    full_name: '',
    given_name: '',
    family_name: '',
    address: '',
    street: '',
    locality: '',
  };
  const closing = tidy(
    template.closing({ ...values, supporter: { ...nobody, region: '', postal_code: '', district: '' } }),
  );
  return renderLetter({ ...template, closing: () => closing.replace(/\n+/g, '\n') }, values, own);
}

/** The body as it is offered for editing, and as it is compared to tell whether it was edited. */
export function renderBody(template: LetterTemplate, values: MergeValues): string {
  return tidy(template.body(values));
}

/** A text with its line ends made alike and its outer space gone: `\r\n` from forms becomes `\n`. */
export function tidy(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function splitLetter(text: string): Piece[] {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const isBlank = (index: number): boolean => (lines[index] ?? '').trim() === '';
  const first = lines.findIndex((_, index) => !isBlank(index));
  const last = lines.findLastIndex((_, index) => !isBlank(index));
  let greetingEnd = first;
  while (greetingEnd < last && !isBlank(greetingEnd)) greetingEnd++;
  let closingStart = last;
  while (closingStart > greetingEnd && !isBlank(closingStart - 1)) closingStart--;
  const piece = (part: Piece['part'], from: number, to: number): Piece => ({
    part,
    source: lines.slice(from, to).join('\n'),
    field: 'letter',
    firstLine: from + 1,
  });
  return [
    piece('greeting', Math.max(first, 0), greetingEnd),
    piece('body', greetingEnd, closingStart),
    piece('closing', closingStart, last + 1),
  ];
}

function shapeFaults(source: LetterSource, pieces: readonly Piece[]): Fault[] {
  const faults: Fault[] = [];
  const of = (part: Piece['part']): string => pieces.find((piece) => piece.part === part)?.source ?? '';
  const lastLine = source.text.trimEnd().split('\n').length;
  if (of('subject').trim() === '')
    faults.push({ field: 'letter.subject', message: 'the letter needs a subject', line: 1, column: 1 });
  if (of('body').trim() === '') {
    faults.push({
      field: 'letter',
      line: 1,
      column: 1,
      message: 'needs a greeting, a text and a closing, with empty lines between',
    });
  }
  if (!/\{\{~?\s*target\./.test(of('greeting'))) {
    faults.push({
      field: 'letter',
      line: 1,
      column: 1,
      message: 'the first paragraph must greet the target, for example: Dear {{target.salutation}},',
    });
  }
  if (!/\{\{~?\s*supporter\.(full|given|family)_name/.test(of('closing'))) {
    faults.push({
      field: 'letter',
      line: lastLine,
      column: 1,
      message: 'the last paragraph must name the supporter: {{supporter.full_name}}',
    });
  }
  return faults;
}
