import type { Roster } from '../offices/index.js';

const COLUMNS = [
  'name',
  'office',
  'title',
  'division',
  'body',
  'party',
  'email',
  'phone',
  'form_url',
  'website',
] as const;

/** The offices of some bodies, and who holds them, as a campaign's own list. */
export function officialsCsv(roster: Roster, bodyIds: readonly string[]): string {
  const rows = bodyIds.flatMap((id) => {
    const body = roster.bodies.get(id)?.name ?? id;
    return roster.officesOfBody(id).map((office) => {
      const holder = roster.holderOf(office.id);
      return {
        name: holder?.name ?? '',
        office: office.name.replace(`${body}, `, '').replace(`, ${body}`, ''),
        title: office.title,
        division: office.division,
        body,
        party: holder?.party ?? '',
        email: holder?.email ?? '',
        phone: holder?.phone ?? '',
        form_url: holder?.formUrl ?? '',
        website: holder?.website ?? '',
      };
    });
  });
  return csvOf(COLUMNS, rows);
}

/** A table as RFC 4180 writes it, a header line first. */
export function csvOf<Column extends string>(
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, string>>[],
): string {
  const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [columns, ...rows.map((row) => columns.map((column) => row[column]))]
    .map((cells) => `${cells.map(cell).join(',')}\n`)
    .join('');
}
