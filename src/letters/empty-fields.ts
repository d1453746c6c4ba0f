import type { LetterTemplate } from './letter.js';
import type { MergeValues } from './merge-fields.js';

/**
 * Which merge fields a letter prints although these values leave them empty: `target.salutation`. A field that stands
 * inside an `{{#if}}` of its own is not printed, so it is not among them.
 */
export function emptyFieldsOf(template: LetterTemplate, values: MergeValues): string[] {
  const printed = new Set<string>();
  const watched = Object.fromEntries(
    Object.entries(values).map(([group, fields]) => [
      group,
      Object.fromEntries(
        Object.entries(fields).map(([name, value]) => [name, value || watch(`${group}.${name}`, printed)]),
      ),
    ]),
  );
  for (const part of [template.subject, template.greeting, template.body, template.closing])
    part(watched as unknown as MergeValues);
  return [...printed];
}

/** Empty for `{{#if}}`, as an empty list is, and tells when it is printed. */
function watch(field: string, printed: Set<string>): object {
  const toString = (): string => {
    printed.add(field);
    return '';
  };
  return Object.assign([], { toString });
}
