/** The form of a source code, in lower case: what may stand behind `?source=`. */
export const sourcePattern = /^[a-z0-9](?:[a-z0-9_.-]{0,38}[a-z0-9])?$/;

/**
 * The code before the first dot: `teachers.newsletter` is the source `teachers`, by its newsletter. Who brought people is
 * told by this code; what follows tells by which of their ways.
 */
export function rootOf(source: string): string {
  return source.split('.', 1)[0] ?? '';
}
