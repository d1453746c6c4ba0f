import { parse } from 'yaml';
import { lookIn, type CampaignFiles } from '../../campaigns/index.js';
import type { Fields } from '../visit.js';
import { fieldsOf, idOf, type Field, type Section } from './section.js';

/** A section's fields as texts by their ids: what stands in the form, or what was typed there. */
export type FormValues = Readonly<Record<string, string>>;

/** What the form of a section shows of a campaign's files. */
export function valuesOf(section: Section, files: CampaignFiles): FormValues {
  const yaml: unknown = parse(files['campaign.yaml'] ?? '');
  return Object.fromEntries(fieldsOf(section).map((field) => [idOf(field), shown(field, { yaml, files })]));
}

/**
 * What was typed into the form of a section, each field in the form in which `valuesOf` shows it. A text that was too
 * long to be shown is left out.
 */
export function typedValues(section: Section, form: Fields): FormValues {
  const kept = form.all('kept');
  const fields = fieldsOf(section).filter((field) => !kept.includes(idOf(field)));
  return Object.fromEntries(fields.map((field) => [idOf(field), typed(field, form.all(idOf(field)))]));
}

type Held = { readonly yaml: unknown; readonly files: CampaignFiles };

function shown(field: Field, { yaml, files }: Held): string {
  const { kind, path, usual = '' } = field;
  const parent = path.slice(0, -1);
  switch (kind) {
    case 'file':
      return plain(files[String(path[0])] ?? '');
    case 'officials':
      return plain(files[textAt(yaml, path)] ?? '');
    case 'letter-name':
      return textAt(yaml, path).replace(/^letter-|\.hbs$/g, '');
    case 'letter-text':
      return plain(files[textAt(yaml, [...parent, 'file'])] ?? '');
    case 'lines':
      return entriesAt(yaml, path).join('\n');
    case 'ticks':
      return inOrder(field, entriesAt(yaml, path)).join(', ');
    case 'list':
      return entriesAt(yaml, path).join(', ');
    default:
      return textAt(yaml, path) || usual;
  }
}

function textAt(yaml: unknown, path: Field['path']): string {
  const value = lookIn(yaml, path);
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value);
}

function entriesAt(yaml: unknown, path: Field['path']): string[] {
  const value = lookIn(yaml, path);
  return value === undefined || value === null ? [] : [value].flat().map(String);
}

/** As a form sends them: the ticked options, then what was written besides. */
function inOrder({ options = [] }: Field, found: readonly string[]): string[] {
  const known = options.map(({ value }) => value);
  return [...known.filter((value) => found.includes(value)), ...found.filter((value) => !known.includes(value))];
}

function typed(field: Field, values: readonly string[]): string {
  const [first = ''] = values;
  switch (field.kind) {
    case 'tick':
      return values.includes('true') ? 'true' : 'false';
    case 'ticks':
      return inOrder(field, entries(values.join(','), ',')).join(', ');
    case 'list':
      return entries(values.join(','), ',').join(', ');
    case 'lines':
      return entries(plain(first), '\n').join('\n');
    case 'file':
    case 'officials':
    case 'letter-text':
      return first.trim() === '' ? '' : plain(first);
    default:
      return first.replace(/\s+/g, ' ').trim();
  }
}

function entries(text: string, mark: string): string[] {
  return [...new Set(text.split(mark).map((entry) => entry.trim()))].filter(Boolean);
}

/** The line ends that a browser sends are not those of files. */
function plain(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

/** What a field's text stands for in campaign.yaml; undefined where the key is left out. */
export function valueOf({ kind, usual }: Field, text: string): unknown {
  if (text === '' || text === usual) return undefined;
  switch (kind) {
    case 'number':
      return /^-?\d{1,15}$/.test(text) ? Number(text) : text;
    case 'tick':
      return text === 'true';
    case 'list':
    case 'ticks':
      return entries(text, ',');
    case 'lines':
      return entries(text, '\n');
    case 'letter-name':
      return `letter-${text.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.hbs`;
    default:
      return text;
  }
}
