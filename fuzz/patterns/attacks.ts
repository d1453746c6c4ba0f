import { RegExpParser, type AST } from '@eslint-community/regexpp';
import type { Pattern } from './collect.js';

/** A text that a pattern may take long over, at any length. */
export type Attack = { readonly before: string; readonly repeated: string; readonly after: string };

/** The text of about so many characters. */
export function attackText({ before, repeated, after }: Attack, characters: number): string {
  return before + repeated.repeat(Math.max(1, Math.ceil(characters / repeated.length))) + after;
}

/** How often something must be able to repeat to be worth an attack of its own. */
const WORTH = 20;

/** A look at each text and then a failure is what makes a pattern try everything: these end a match badly. */
const ENDS = ['', '\n\u0000', 'a', 'a '];

/** What a text goes on with at every place, whatever the pattern is. */
const ALWAYS = ['a', ' ', '@', '\n', '0'];

/** Texts made of the pattern's own parts: each part that repeats, repeated, behind what the pattern wants before it. */
export function attacksOn(pattern: Pattern): readonly Attack[] {
  const parsed = new RegExpParser().parsePattern(pattern.source, 0, pattern.source.length, {
    unicode: pattern.flags.includes('u'),
    unicodeSets: pattern.flags.includes('v'),
  });
  const found: Attack[] = [];
  walk(parsed, '', (repeated, before) => {
    for (const after of ENDS) found.push({ before, repeated, after });
  });
  if (found.length === 0) return [];
  const whole = sample(parsed.alternatives);
  for (const repeated of new Set([...ALWAYS, whole, ...Array.from(whole)]))
    if (repeated !== '') found.push({ before: '', repeated, after: '\n\u0000' });
  return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
}

type Hear = (repeated: string, before: string) => void;
type Holder = { readonly alternatives: readonly AST.Alternative[] };

function walk({ alternatives }: Holder, before: string, hear: Hear): void {
  for (const { elements } of alternatives) {
    let sofar = before;
    for (const [at, element] of elements.entries()) {
      walkElement(element, sofar, hear);
      const next = elements[at + 1];
      if (repeats(element) && next && repeats(next)) hear(sampleOf(element) + sampleOf(next), sofar);
      sofar += sampleOf(element);
    }
  }
}

function walkElement(element: AST.Element, before: string, hear: Hear): void {
  if (element.type === 'Quantifier') {
    if (repeats(element)) for (const one of choicesOf(element.element)) hear(one, before);
    walkElement(element.element, before, hear);
  } else if ('alternatives' in element) walk(element, before, hear);
}

function repeats(element: AST.Element): boolean {
  return element.type === 'Quantifier' && element.max >= WORTH;
}

/** One text for each way that what repeats may go: `(?:a|b)` -> `a`, `b`, `ab`. */
function choicesOf(element: AST.QuantifiableElement): readonly string[] {
  if (!('alternatives' in element)) return [sampleOf(element)].filter((one) => one !== '');
  const each = (element as Holder).alternatives.map((one) => sample([one]));
  return [...each, each.join('')].filter((one) => one !== '');
}

function sample(alternatives: readonly AST.Alternative[]): string {
  return (alternatives[0]?.elements ?? []).map(sampleOf).join('');
}

/** A short text that the element takes; for a quantifier at least once. */
function sampleOf(element: AST.Element): string {
  switch (element.type) {
    case 'Character':
      return String.fromCodePoint(element.value);
    case 'CharacterSet':
    case 'CharacterClass':
    case 'ExpressionCharacterClass':
      return oneOf(element.raw);
    case 'Quantifier':
      return element.max === 0 ? '' : sampleOf(element.element).repeat(Math.max(1, Math.min(element.min, WORTH)));
    case 'Group':
    case 'CapturingGroup':
      return sample(element.alternatives);
    default:
      return '';
  }
}

const TRIED = Array.from('\ta 0A-._/@#;:,"\'<=+&%~!?()[]{}|\\^$*`\néяあ\u200b\ud83d').concat(
  Array.from({ length: 0x180 }, (_, code) => String.fromCharCode(code)),
);

/** The first character that a class takes; white space first, since it is what patterns most often forget. */
function oneOf(raw: string): string {
  const pattern = patternOf(raw);
  return TRIED.find((character) => pattern.test(character)) ?? '';
}

function patternOf(raw: string): RegExp {
  try {
    return new RegExp(`^${raw}$`, 'su');
  } catch {
    return new RegExp(`^${raw}$`, 'sv');
  }
}
