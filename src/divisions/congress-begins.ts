/** The day a Congress begins (20th Amendment): the 119th on 2025-01-03. */
export function congressBegins(congress: number): string {
  return `${1789 + (congress - 1) * 2}-01-03`;
}

/** The day that the Congress of the column `geoid_cd120_20` begins; '' for a table without such a column. */
export function congressDayOf(columns: readonly string[]): string {
  const congress = columns.flatMap((name) => /^geoid_cd(\d{3})_\d\d$/.exec(name)?.[1] ?? [])[0];
  return congress === undefined ? '' : congressBegins(Number(congress));
}
