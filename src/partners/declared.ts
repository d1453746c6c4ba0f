import { isCalendarDay } from '../platform/clock.js';
import { InputError, type Fault } from '../platform/errors.js';

/** What partners count with other tools. What Clarion takes it counts itself, so there is no kind for that. */
export const declaredKinds = {
  paper: 'Letters on paper',
  calls: 'Phone calls',
  emails: 'E-mails by another platform',
  signatures: 'Signatures',
  meetings: 'Meetings with offices',
  events: 'People at events',
} as const;

export type DeclaredKind = keyof typeof declaredKinds;

/** A number as a partner states it. It is never added to what Clarion counted, nor part of different people. */
export type DeclaredContent = {
  readonly kind: DeclaredKind;
  readonly total: number;
  /** Both days count. */
  readonly fromOn: string;
  readonly toOn: string;
  /** null for all campaigns of the coalition. */
  readonly campaignId: string | null;
  /** In words or as a web address. */
  readonly source: string;
  readonly note: string;
};

/** An entry with the version that counts, for eyes inside the coalition. */
export type DeclaredEntry = DeclaredContent & {
  readonly id: string;
  readonly partnerId: string;
  readonly version: number;
  readonly who: string;
  readonly enteredAt: number;
  /** What the lead asks about it; '' for nothing. */
  readonly question: string;
  readonly questionedBy: string | null;
  readonly questionedAt: number | null;
  readonly withdrawnWhy: string;
  readonly withdrawnBy: string | null;
  readonly withdrawnAt: number | null;
};

/** A number as it was typed; `campaign` is a short name, '' for all. */
export type TypedDeclared = Readonly<
  Record<'kind' | 'total' | 'from_on' | 'to_on' | 'campaign' | 'source' | 'note', string>
>;

/** What typed numbers are held against. */
export type DeclaredRules = {
  /** The coalition's campaigns. */
  readonly campaigns: readonly { readonly id: string; readonly slug: string }[];
  /** In the coalition's time zone. */
  readonly today: string;
  /** Of this installation: a number from here is no number from elsewhere. */
  readonly baseUrl: string;
};

const MAX_SOURCE = 300;
const MAX_NOTE = 500;
const MOST = 1_000_000_000;

/** Checks what was typed. @throws InputError with a fault for each field */
export function checkDeclared(typed: TypedDeclared, rules: DeclaredRules): DeclaredContent {
  const kind = kindOf(typed.kind);
  const total = totalOf(typed.total);
  const campaign = rules.campaigns.find(({ slug }) => slug === typed.campaign.trim());
  const faults = [
    ...kindFaults(typed.kind, kind),
    ...(total === undefined
      ? [{ field: 'total', message: 'Give how many there were as a whole number, 1 or more: 1200.' }]
      : []),
    ...dayFaults(typed, rules.today),
    ...(typed.campaign.trim() === '' || campaign
      ? []
      : [{ field: 'campaign', message: 'The coalition has no such campaign. Leave it empty for all of them.' }]),
    ...sourceFaults(typed.source.trim(), rules),
    ...(typed.note.trim().length > MAX_NOTE
      ? [{ field: 'note', message: `The note takes ${MAX_NOTE} characters at the most.` }]
      : []),
  ];
  if (faults.length > 0 || !kind || total === undefined) throw new InputError(faults);
  return {
    ...{ kind, total, fromOn: typed.from_on.trim(), toOn: typed.to_on.trim() },
    ...{ campaignId: campaign?.id ?? null, source: typed.source.trim(), note: typed.note.trim() },
  };
}

/** By its name or by its words, as sheets have it. */
function kindOf(text: string): DeclaredKind | undefined {
  const wanted = text.trim().toLowerCase();
  const kinds = Object.entries(declaredKinds) as [DeclaredKind, string][];
  return kinds.find(([kind, words]) => kind === wanted || words.toLowerCase() === wanted)?.[0];
}

function kindFaults(text: string, kind: DeclaredKind | undefined): Fault[] {
  if (kind) return [];
  const isOurs = /clarion/i.test(text);
  const message = isOurs
    ? 'Clarion counts what it takes itself; declare only what came by other tools.'
    : `Choose what was counted: ${Object.keys(declaredKinds).join(', ')}.`;
  return [{ field: 'kind', message }];
}

/** `1,200` and `1 200` are 1200; `1.200` may be either, so it is asked for. */
function totalOf(text: string): number | undefined {
  const digits = text.trim().replace(/(?<=\d)[ ,\u00a0\u202f](?=\d{3}(?!\d))/g, '');
  const total = /^\d{1,10}$/.test(digits) ? Number(digits) : 0;
  return total >= 1 && total <= MOST ? total : undefined;
}

function dayFaults(typed: TypedDeclared, today: string): Fault[] {
  const [from, to] = [typed.from_on.trim(), typed.to_on.trim()];
  const faults: Fault[] = [];
  if (!isCalendarDay(from)) faults.push({ field: 'from_on', message: 'Give the first day as 2027-03-01.' });
  if (!isCalendarDay(to)) faults.push({ field: 'to_on', message: 'Give the last day as 2027-03-31.' });
  else if (to > today)
    faults.push({ field: 'to_on', message: 'The last day lies ahead. Enter what has been counted.' });
  if (faults.length === 0 && from > to)
    faults.push({ field: 'to_on', message: 'The last day comes before the first one.' });
  return faults;
}

function sourceFaults(source: string, { baseUrl }: DeclaredRules): Fault[] {
  if (source === '')
    return [{ field: 'source', message: 'Say where the number comes from: a tool, a sheet, or a web address.' }];
  if (source.length > MAX_SOURCE)
    return [{ field: 'source', message: `The source takes ${MAX_SOURCE} characters at the most.` }];
  const isOurs = /^clarion$/i.test(source) || (URL.canParse(source) && new URL(source).host === new URL(baseUrl).host);
  return isOurs
    ? [
        {
          field: 'source',
          message: 'This comes from Clarion, which counts it already. Declare other tools’ numbers only.',
        },
      ]
    : [];
}

/** The entries whose numbers may be in this one too: the same partner and kind, with days and campaigns in common. */
export function overlappingDeclared<One extends Overlap>(entry: Overlap, others: readonly One[]): One[] {
  return others.filter(
    (other) =>
      other.id !== entry.id &&
      other.partnerId === entry.partnerId &&
      other.kind === entry.kind &&
      other.fromOn <= entry.toOn &&
      other.toOn >= entry.fromOn &&
      (other.campaignId === entry.campaignId || other.campaignId === null || entry.campaignId === null),
  );
}

type Overlap = Pick<DeclaredEntry, 'id' | 'partnerId' | 'kind' | 'fromOn' | 'toOn' | 'campaignId'>;
