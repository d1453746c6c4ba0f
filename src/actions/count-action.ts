import { postalArea, rootOf, type Change, type Changes } from '../counts/index.js';
import { layerOf } from '../divisions/index.js';
import type { NewAction } from './action.js';

const HOUR_MS = 3_600_000;

/** Under which campaign, day and source an action is counted. */
export type CountPlace = Pick<NewAction, 'campaignId' | 'day' | 'source'>;

/** What of an action is counted. */
export type Counted = CountPlace & {
  readonly createdAt: number;
  readonly divisions: readonly string[];
  readonly variant: string;
  /** The postal area of its sender. */
  readonly area: string;
  /** Of the offices that its letters go to. */
  readonly officeIds: readonly string[];
  readonly ownWords: number;
  readonly toConfirm: number;
  readonly newPeople: number;
};

/**
 * What new actions add to all counters; their consents are counted one by one. `firsts` are their supporters' first. Of
 * suspected ones nothing is counted but that they are there, and their letters, which are counted where they are.
 */
export function countsOf(actions: readonly NewAction[], firsts: ReadonlySet<string>): CountedByActions {
  const trusted = actions.filter((action) => !isSuspected(action));
  const counts = changesOf(trusted.map((action) => countedOf(action, firsts)));
  const suspected = actions.filter(isSuspected).map((action) => suspectedCountOf(action, 1));
  return { ...counts, actions: [...counts.actions, ...suspected] };
}

/** Whether an action counts nowhere until a reviewer lets it go. */
export function isSuspected({ suspicions }: Pick<NewAction, 'suspicions'>): boolean {
  return suspicions.length > 0;
}

function countedOf(action: NewAction, firsts: ReadonlySet<string>): Counted {
  return {
    ...placeOf(action),
    createdAt: action.createdAt,
    divisions: action.divisions,
    variant: action.variant,
    area: postalArea(action.supporter.postalCode),
    officeIds: action.letters.map(({ target }) => target.officeId),
    ownWords: ownWordsOf(action),
    toConfirm: action.mustConfirm ? 1 : 0,
    newPeople: firsts.has(action.id) ? 1 : 0,
  };
}

type CountedByActions = Required<Pick<Changes, 'actions' | 'hours' | 'divisions' | 'variants' | 'places'>>;

/** What actions add to all counters; with -1 what they take away. */
export function changesOf(actions: readonly Counted[], by: 1 | -1 = 1): CountedByActions {
  return {
    actions: actions.map((action) => ({
      ...placeOf(action),
      actions: by,
      letters: by * action.officeIds.length,
      ownWords: by * action.ownWords,
      toConfirm: by * action.toConfirm,
      newPeople: by * action.newPeople,
    })),
    hours: actions.map(({ campaignId, createdAt }) => ({
      campaignId,
      hourAt: createdAt - (createdAt % HOUR_MS),
      actions: by,
    })),
    divisions: actions.flatMap((action) => divisionsOf(action, by)),
    variants: actions.flatMap(({ campaignId, variant, ownWords }) =>
      variant === '' ? [] : [{ campaignId, variant, actions: by, ownWords: by * ownWords }],
    ),
    places: actions.flatMap(({ campaignId, area, officeIds, ownWords }) =>
      officeIds.map((officeId) => ({ campaignId, officeId, area, letters: by, ownWords: by * ownWords })),
    ),
  };
}

/** Where its supporter lives, layer by layer; the whole country is nobody's district. */
function divisionsOf(action: Counted, by: 1 | -1): Change<'divisions'>[] {
  const { campaignId, divisions } = action;
  const source = rootOf(action.source);
  return divisions.flatMap((division) => {
    const layer = layerOf(division);
    if (layer === undefined || layer === 'country') return [];
    return [{ campaignId, source, division, layer, actions: by, ownWords: by * action.ownWords }];
  });
}

/** 1 where the supporter added own words or changed the letter. */
export function ownWordsOf({ ownWords, text }: Pick<NewAction, 'ownWords' | 'text'>): 0 | 1 {
  return ownWords !== null || text !== null ? 1 : 0;
}

/** What one consent adds to the counters, there where its action is counted. */
export function optInCountOf(action: CountPlace): Change<'actions'> {
  return { ...placeOf(action), optIns: 1 };
}

/**
 * What one consent to a partner adds to that partner's counters; one that was taken back and is given again is not new.
 * Those of suspected people are counted apart, and none of them as taken back.
 */
export function consentCountsOf(
  action: CountPlace & Pick<NewAction, 'suspicions'>,
  { partnerId, isAgain }: { readonly partnerId: string; readonly isAgain: boolean },
): Change<'consents'>[] {
  const place = { partnerId, campaignId: action.campaignId, day: action.day };
  if (isSuspected(action)) return isAgain ? [] : [{ ...place, suspected: 1 }];
  return [isAgain ? { ...place, withdrawn: -1 } : { ...place, optIns: 1 }];
}

/** What the consents of an action to a partner add once a reviewer lets its person go; with -1 what they take away again. */
export function clearedConsentsOf(
  { campaignId, day }: Pick<CountPlace, 'campaignId' | 'day'>,
  { partnerId, optIns, withdrawn }: { readonly partnerId: string; readonly optIns: number; readonly withdrawn: number },
  by: 1 | -1,
): Change<'consents'> {
  return { partnerId, campaignId, day, optIns: by * optIns, withdrawn: by * withdrawn, suspected: -by * optIns };
}

/** What the confirmation of an action's address adds to the counters, there where the action is counted. */
export function confirmedCountOf(action: CountPlace): Change<'actions'> {
  return { ...placeOf(action), confirmed: 1 };
}

/** That a suspected action is there; with -1 that it is one no longer, since a reviewer let it go. */
export function suspectedCountOf(action: CountPlace, by: 1 | -1): Change<'actions'> {
  return { ...placeOf(action), suspected: by };
}

function placeOf({ campaignId, day, source }: CountPlace): CountPlace {
  return { campaignId, day, source };
}
