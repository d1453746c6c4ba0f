import type { Path } from '../../campaigns/index.js';

/** What a field of the editor is on the page, and how its text becomes a value of campaign.yaml. */
export type FieldKind =
  | 'line'
  | 'text'
  | 'number'
  /** Yes or no. */
  | 'tick'
  /** One of the options. */
  | 'choice'
  /** Some of the options, and others after a comma. */
  | 'ticks'
  /** Entries with commas between. */
  | 'list'
  /** An entry on each line. */
  | 'lines'
  /** A file of the campaign; its path is the name alone. */
  | 'file'
  /** The list that `targets.officials` names. */
  | 'officials'
  /** Name and text of a letter for some of the targets. */
  | 'letter-name'
  | 'letter-text';

export type Option = { readonly value: string; readonly label: string };

/** One field of the editor, for one key of campaign.yaml or one file. */
export type Field = {
  readonly path: Path;
  readonly kind: FieldKind;
  readonly label: string;
  readonly hint?: string;
  /** Characters, at the most; only told, the check is that of the schema. */
  readonly max?: number;
  readonly rows?: number;
  readonly options?: readonly Option[];
  /** Entries that are no option may be written besides. */
  readonly allowsOthers?: boolean;
  /** What holds where the key is not there. */
  readonly usual?: string;
  /** Shows the fields of a group in half the width. */
  readonly isShort?: boolean;
  /** Merge fields to choose from stand beside it. */
  readonly hasPalette?: boolean;
};

/** Several of a kind, such as opt-ins; an item whose fields are all emptied goes away. */
export type Group = {
  readonly path: Path;
  readonly max: number;
  /** `Box` for a first heading of `Box 1`. */
  readonly title: string;
  readonly fields: readonly Field[];
};

/** Fields under a heading of their own, opened on demand. */
export type Fold = { readonly title: string; readonly hint?: string; readonly fields: readonly Field[] };

export type Part =
  | { readonly field: Field }
  | { readonly group: Group }
  | { readonly fold: Fold }
  | { readonly heading: string; readonly hint?: string };

/** One page of the editor. */
export type Section = {
  /** Stands in the address: `/edit/letter`. */
  readonly name: string;
  readonly title: string;
  readonly intro: string;
  readonly parts: readonly Part[];
  /** What the preview shows first. */
  readonly preview: 'page' | 'form' | 'letters' | 'mail';
};

/** The fields of a section with their whole paths, those of groups for each item that there may be. */
export function fieldsOf(section: Section): readonly Field[] {
  return section.parts.flatMap((part) => {
    if ('field' in part) return [part.field];
    if ('fold' in part) return part.fold.fields;
    return 'group' in part ? itemsOf(part.group).flat() : [];
  });
}

/** The fields of each item that a group may have. */
export function itemsOf({ path, max, fields }: Group): readonly (readonly Field[])[] {
  return Array.from({ length: max }, (_, index) =>
    fields.map((field) => ({ ...field, path: [...path, index, ...field.path] })),
  );
}

export function groupsOf(section: Section): readonly Group[] {
  return section.parts.flatMap((part) => ('group' in part ? [part.group] : []));
}

/** What a field is called in a form, and its id on the page: `opt_ins.0.text`. */
export function idOf({ path }: Pick<Field, 'path'>): string {
  return path.join('.');
}

type More = Partial<Omit<Field, 'path' | 'kind' | 'label'>>;

/** A field for a key such as `safety.hotline.name`; the key's own name is that of a file for `file`. */
export function field([kind, key, label]: readonly [FieldKind, string, string], more: More = {}): Field {
  return { path: kind === 'file' ? [key] : key.split('.'), kind, label, ...more };
}
