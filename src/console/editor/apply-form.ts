import { parse } from 'yaml';
import { editYaml, lookIn, putIn, type CampaignFiles, type YamlChange } from '../../campaigns/index.js';
import { valueOf, valuesOf, type FormValues } from './form-values.js';
import { fieldsOf, groupsOf, idOf, itemsOf, type Field, type Group, type Section } from './section.js';

const YAML_FILE = 'campaign.yaml';
const LIST_NAME = 'officials.csv';

/** A campaign's files with what was typed into a section's form; what was not changed there keeps its bytes. */
export function applyForm(section: Section, files: CampaignFiles, typed: FormValues): CampaignFiles {
  const before = valuesOf(section, files);
  const isChanged = (field: Field): boolean => (typed[idOf(field)] ?? before[idOf(field)]) !== before[idOf(field)];
  const yaml: unknown = parse(files[YAML_FILE] ?? '');
  const changes: YamlChange[] = [];
  const texts: Record<string, string | undefined> = {};
  const grouped = new Set(groupsOf(section).flatMap((group) => itemsOf(group).flat().map(idOf)));
  for (const field of fieldsOf(section).filter((one) => !grouped.has(idOf(one)) && isChanged(one))) {
    const text = typed[idOf(field)] ?? '';
    if (field.kind === 'file') texts[String(field.path[0])] = ended(text);
    else if (field.kind === 'officials') {
      const name = listName(yaml, field);
      texts[name] = ended(text);
      changes.push({ path: field.path, value: text === '' ? undefined : name });
    } else changes.push({ path: field.path, value: valueOf(field, text) });
  }
  for (const group of groupsOf(section)) {
    const items = itemsOf(group);
    if (!items.flat().some(isChanged)) continue;
    const written = itemsWritten(group, { yaml, typed });
    Object.assign(texts, written.texts);
    changes.push(...listChanges(group, yaml, written.items));
  }
  return withTexts({ ...files, [YAML_FILE]: editYaml(files[YAML_FILE] ?? '', changes) }, texts);
}

/** A text that ends with its last line's end; undefined for none. */
function ended(text: string): string | undefined {
  if (text === '') return undefined;
  return text.endsWith('\n') ? text : `${text}\n`;
}

function listName(yaml: unknown, { path }: Field): string {
  const name = lookIn(yaml, path);
  return typeof name === 'string' ? name : LIST_NAME;
}

/** Texts by file; undefined takes a file out. */
type Texts = Record<string, string | undefined>;

/** The items of a group as they were typed, without the empty ones, over what stands in the YAML besides. */
function itemsWritten(
  group: Group,
  { yaml, typed }: { readonly yaml: unknown; readonly typed: FormValues },
): { readonly items: readonly unknown[]; readonly texts: Texts } {
  const texts: Texts = {};
  const items: unknown[] = [];
  for (const [index, fields] of itemsOf(group).entries()) {
    const old = lookIn(yaml, [...group.path, index]);
    const oldFile = lookIn(old, ['file']);
    if (typeof oldFile === 'string' && !(oldFile in texts)) texts[oldFile] = undefined;
    if (fields.every((field) => (typed[idOf(field)] ?? '') === '')) continue;
    let item = old;
    for (const [place, field] of fields.entries()) {
      const inner = group.fields[place];
      const text = typed[idOf(field)] ?? '';
      if (!inner || field.kind === 'letter-text') continue;
      const value = field.kind === 'letter-name' ? valueOf(field, text || String(index + 1)) : valueOf(field, text);
      item = putIn(item, inner.path, value);
    }
    const letter = fields.find(({ kind }) => kind === 'letter-text');
    if (letter) keepLetter(texts, String(lookIn(item, ['file'])), typed[idOf(letter)]);
    items.push(item);
  }
  return { items, texts };
}

/** Entry by entry where their number stays, so that comments between them stay too. */
function listChanges({ path, fields }: Group, yaml: unknown, items: readonly unknown[]): YamlChange[] {
  const old = lookIn(yaml, path);
  if (!Array.isArray(old) || old.length !== items.length)
    return [{ path, value: items.length > 0 ? items : undefined }];
  const keys = fields.filter(({ kind }) => kind !== 'letter-text').map((one) => one.path);
  return items.flatMap((item, index) =>
    keys.map((key) => ({ path: [...path, index, ...key], value: lookIn(item, key) })),
  );
}

function withTexts(files: CampaignFiles, texts: Texts): CampaignFiles {
  const kept = { ...files, ...texts };
  return Object.fromEntries(Object.entries(kept).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** A letter that is too long for its box was not sent along: it stays as it is. */
function keepLetter(texts: Texts, file: string, typed: string | undefined): void {
  if (typed === undefined) Reflect.deleteProperty(texts, file);
  else texts[file] = ended(typed) ?? '';
}
