/** Which browser, roughly, so that people know their sessions apart: `Firefox on Windows`. */
export function agentOf(header: string | undefined): string {
  const find = (names: readonly string[]): string | undefined => names.find((name) => header?.includes(name));
  const browser = find(['Edg', 'Firefox', 'Chrome', 'Safari']) ?? 'A browser';
  const system = find(['Windows', 'Android', 'iPhone', 'iPad', 'Mac OS', 'Linux']) ?? 'an unknown system';
  return `${browser === 'Edg' ? 'Edge' : browser} on ${system}`;
}
