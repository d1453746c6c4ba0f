/** The form of a source code, in lower case: what may stand behind `?source=`. */
export const sourcePattern = /^[a-z0-9](?:[a-z0-9_.-]{0,38}[a-z0-9])?$/;

/**
 * The code before the first dot: `teachers.newsletter` is the source `teachers`, by its newsletter. Who brought people is
 * told by this code; what follows tells by which of their ways.
 */
export function rootOf(source: string): string {
  return source.split('.', 1)[0] ?? '';
}

/** The longest that a source code may be. */
const MAX_SOURCE = 40;

/** The codes of a link: in its path (`/p/teachers`), or in its query as ours or as UTM's. */
export type SourceLink = {
  readonly path?: string | undefined;
  readonly source?: unknown;
  readonly utm_source?: unknown;
  readonly utm_medium?: unknown;
};

/**
 * The source that a link names, '' for none. The path goes before `source`, and that before `utm_source`; `utm_medium` is
 * the sub-code of a path or of an UTM source that has none: `?utm_source=Teachers&utm_medium=email` -> `teachers.email`.
 * A path or a `source` that is no code counts as none; what UTM says is fitted.
 */
export function sourceOfLink(link: SourceLink): string {
  const medium = fitted(link.utm_medium).replaceAll('.', '-');
  const path = known(link.path);
  if (path !== '') return withSubCode(path, medium);
  return known(link.source) || withSubCode(fitted(link.utm_source), medium);
}

/** A code with what tells this way of its owner's apart, unless that is told already or there is no room for it. */
export function withSubCode(code: string, sub: string): string {
  if (code === '' || code.includes('.')) return code;
  const whole = sub === '' ? code : trimmed(`${code}.${sub}`.slice(0, MAX_SOURCE));
  return rootOf(whole) === code && sourcePattern.test(whole) ? whole : code;
}

/** The code that the links bear which somebody passes on who came by this one: `teachers.email` -> `teachers.share`. */
export function sharedSource(source: string): string {
  return withSubCode(rootOf(source), 'share');
}

function known(value: unknown): string {
  const text = typeof value === 'string' ? value.trim().toLowerCase() : '';
  return sourcePattern.test(text) ? text : '';
}

/** A text of another program's link as a source code: `Spring Mail!` -> `spring-mail`. */
function fitted(value: unknown): string {
  const text = typeof value === 'string' ? value.trim().toLowerCase() : '';
  return trimmed(trimmed(text.replace(/[^a-z0-9_.-]+/g, '-')).slice(0, MAX_SOURCE));
}

/** Codes begin and end with a letter or a digit. */
function trimmed(code: string): string {
  return code.replace(/^[^a-z0-9]+|(?<![^a-z0-9])[^a-z0-9]+$/g, '');
}
