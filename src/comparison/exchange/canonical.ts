/**
 * The one text of a value: JSON without spaces, the names of each object in the order of their UTF-16 code units, numbers
 * that are whole. For such values it is the canonical form of RFC 8785.
 */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const names = Object.keys(value).sort();
  const cells = names.map(
    (name) => `${JSON.stringify(name)}:${canonicalText((value as Record<string, unknown>)[name])}`,
  );
  return `{${cells.join(',')}}`;
}
