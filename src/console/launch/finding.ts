/** Whether something is as it should be. */
export type Grade = 'fine' | 'look' | 'mend';

/** One thing that the checklist found. */
export type Finding = {
  readonly grade: Grade;
  readonly says: string;
  /** What to do about it. */
  readonly todo?: string;
  /** Where to do it: a page of the campaign (`/edit`) or of the organization (`/data`). */
  readonly where?: { readonly label: string; readonly path: string };
  /** What the people who run the server type. */
  readonly command?: string;
  readonly items?: readonly string[];
  /** Opening in spite of it would harm supporters or offices, so nobody can decide to. */
  readonly isHarmful?: boolean;
};

export type CheckGroup = {
  readonly id: string;
  readonly title: string;
  readonly findings: readonly Finding[];
};

export const EDIT = (section: string, label: string): NonNullable<Finding['where']> => ({
  label,
  path: `/edit/${section}`,
});

const number = new Intl.NumberFormat('en');

/** `1 office`, `1,234 offices`. */
export function count(many: number, one: string, more = `${one}s`): string {
  return `${number.format(many)} ${many === 1 ? one : more}`;
}
