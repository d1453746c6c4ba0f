/** The tables that can be looked at. */
export const VIEWS = ['partners', 'campaigns', 'weeks', 'states', 'districts', 'overlap'] as const;
export type View = (typeof VIEWS)[number];

export const VIEW_NAMES: Readonly<Record<View, string>> = {
  partners: 'Partners',
  campaigns: 'Campaigns',
  weeks: 'Weeks',
  states: 'States',
  districts: 'Districts',
  overlap: 'Overlap',
};

/** What is asked: `?view=weeks&measure=actions&campaign=x&partner=teachers&sort=-actions`. */
export type Question = {
  readonly view: View;
  /** The column that charts and the map show. */
  readonly measure: string;
  /** A campaign's short name; undefined for all together. */
  readonly campaign?: string | undefined;
  /** A partner's code; undefined for all together. */
  readonly partner?: string | undefined;
  /** The kind of district: cd, sldu, sldl, constituency, ward; undefined for the one of which most is known. */
  readonly layer?: string | undefined;
  /** A column's key, or `name`. */
  readonly sort: string;
  readonly isDescending: boolean;
};

/** `hidden`: there are people, but so few that the number could point at one; null: there is nothing to say. */
export type Value = number | 'hidden' | null;

export type Column = {
  readonly key: string;
  readonly name: string;
  /** Its definition, shown in place. */
  readonly means: string;
  /** `share` is a number from 0 to 1, `day` the moment at which it begins in UTC. */
  readonly unit: 'count' | 'share' | 'rate' | 'day';
};

export type Row = {
  /** A partner's code, a campaign's short name, a week's Monday, a division id. */
  readonly key: string;
  readonly name: string;
  readonly values: Readonly<Record<string, Value>>;
  /** Said beside the name: left on 3 March; members as of 1 January. */
  readonly note?: string;
};

/** Just what a page, a file or a PDF shows. */
export type Table = {
  readonly question: Question;
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** The sum over what is shown and hidden, where it may be known. */
  readonly total?: Row;
  /** What belongs to it but has other columns: how many people came by one partner, by two, … */
  readonly further?: Pick<Table, 'title' | 'columns' | 'rows'>;
  /** What the reader has to know: how many cells are hidden and why, estimates and their error, declared numbers apart. */
  readonly notes: readonly string[];
  readonly asOf: number;
};

/** One small chart of several: a partner over weeks, or a partner's districts. */
export type Series = { readonly key: string; readonly name: string; readonly points: readonly Point[] };
export type Point = { readonly key: string; readonly value: Value };

/** A comparison that may be shown: nothing in it can be led back to a few people, whichever way it is asked. */
export type Comparison = {
  readonly asOf: number;
  readonly table: (question: Question) => Table;
  /** The measure of each partner over the weeks. */
  readonly weeksByPartner: (question: Question) => readonly Series[];
  /** The measure of each partner in the districts or states. */
  readonly placesByPartner: (question: Question) => readonly Series[];
  /** What can be asked. */
  readonly choices: Choices;
};

/** A thing to choose, by its key in a question. */
export type Choice = { readonly key: string; readonly name: string };
export type Choices = {
  readonly campaigns: readonly Choice[];
  readonly partners: readonly Choice[];
  /** Kinds of districts of which something is known. */
  readonly layers: readonly Choice[];
  /** What a view can be measured and sorted by, with or without a partner chosen. */
  readonly columns: (question: Pick<Question, 'view' | 'campaign' | 'partner'>) => readonly Column[];
};
