import { InputError } from '../platform/errors.js';
import type { Periods } from './store-organization.js';

/** What is kept for a time: contacts are street and phone. */
export const KINDS = ['contacts', 'texts', 'people'] as const;
export type PeriodKind = (typeof KINDS)[number];

/** Days that hold where an organization names none. */
export const DEFAULT_DAYS: Readonly<Record<PeriodKind, number>> = { contacts: 7, texts: 90, people: 365 };

/** Shorter periods would take texts away that are still asked about, and people who are about to be asked for answers. */
export const SHORTEST: Readonly<Record<PeriodKind, number>> = { contacts: 1, texts: 7, people: 30 };
export const LONGEST_DAYS = 3_650;

/** Stored and typed in place of days. */
const WITHOUT_LIMIT = 0;

const COLUMN: Readonly<Record<PeriodKind, keyof Periods>> = {
  contacts: 'keepContactsDays',
  texts: 'keepTextsDays',
  people: 'keepPeopleDays',
};

/** For how many days something is kept; undefined without limit. */
export function daysOf(periods: Periods, kind: PeriodKind): number | undefined {
  const days = periods[COLUMN[kind]] ?? DEFAULT_DAYS[kind];
  return days === WITHOUT_LIMIT ? undefined : days;
}

/** Periods as they stand in the fields of a form: blank for the default, 0 for no limit. */
export function typedPeriods(periods: Periods): Readonly<Record<PeriodKind, string>> {
  const text = (kind: PeriodKind): string => String(periods[COLUMN[kind]] ?? '');
  return { contacts: text('contacts'), texts: text('texts'), people: text('people') };
}

/** Reads the fields of a form. @throws InputError */
export function readPeriods(typed: Readonly<Record<PeriodKind, string>>): Periods {
  const faults: { field: string; message: string }[] = [];
  const read = (kind: PeriodKind): number | null => {
    const text = typed[kind].trim();
    if (text === '') return null;
    const days = Number(text);
    const isDays = /^\d{1,5}$/.test(text);
    if (isDays && (days === WITHOUT_LIMIT || (days >= SHORTEST[kind] && days <= LONGEST_DAYS))) return days;
    const message = `Please give a number of days from ${SHORTEST[kind]} to ${LONGEST_DAYS}, 0 for no limit, or leave it empty.`;
    faults.push({ field: kind, message });
    return null;
  };
  const periods = {
    keepContactsDays: read('contacts'),
    keepTextsDays: read('texts'),
    keepPeopleDays: read('people'),
  };
  if (faults.length > 0) throw new InputError(faults);
  return periods;
}
