import { postalArea, rootOf, type Change, type Changes } from '../counts/index.js';
import { layerOf } from '../divisions/index.js';
import type { NewAction } from './action.js';

const HOUR_MS = 3_600_000;

/** Under which campaign, day and source an action is counted. */
export type CountPlace = Pick<NewAction, 'campaignId' | 'day' | 'source'>;

/** What new actions add to all counters; their consents are counted one by one. `firsts` are their supporters' first. */
export function countsOf(actions: readonly NewAction[], firsts: ReadonlySet<string>): Required<CountedByActions> {
  return {
    actions: actions.map((action) => ({
      ...placeOf(action),
      actions: 1,
      letters: action.letters.length,
      ownWords: ownWordsOf(action),
      toConfirm: action.mustConfirm ? 1 : 0,
      newPeople: firsts.has(action.id) ? 1 : 0,
      suspected: action.suspicions.length > 0 ? 1 : 0,
    })),
    hours: actions.map(({ campaignId, createdAt }) => ({
      campaignId,
      hourAt: createdAt - (createdAt % HOUR_MS),
      actions: 1,
    })),
    divisions: actions.flatMap(divisionsOf),
    variants: actions.flatMap((action) =>
      action.variant === ''
        ? []
        : [{ campaignId: action.campaignId, variant: action.variant, actions: 1, ownWords: ownWordsOf(action) }],
    ),
    places: actions.flatMap(placesOf),
  };
}

type CountedByActions = Pick<Changes, 'actions' | 'hours' | 'divisions' | 'variants' | 'places'>;

/** Where its supporter lives, layer by layer; the whole country is nobody's district. */
function divisionsOf(action: NewAction): Change<'divisions'>[] {
  const { campaignId, divisions } = action;
  const source = rootOf(action.source);
  return divisions.flatMap((division) => {
    const layer = layerOf(division);
    if (layer === undefined || layer === 'country') return [];
    return [{ campaignId, source, division, layer, actions: 1, ownWords: ownWordsOf(action) }];
  });
}

/** A letter for each office, from the area where its sender lives. */
function placesOf(action: NewAction): Change<'places'>[] {
  const area = postalArea(action.supporter.postalCode);
  return action.letters.map(({ target: { officeId } }) => {
    return { campaignId: action.campaignId, officeId, area, letters: 1, ownWords: ownWordsOf(action) };
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

/** What one consent to a partner adds to that partner's counters; one that was taken back and is given again is not new. */
export function consentCountOf(
  { campaignId, day }: CountPlace,
  { partnerId, isAgain }: { readonly partnerId: string; readonly isAgain: boolean },
): Change<'consents'> {
  return { partnerId, campaignId, day, ...(isAgain ? { withdrawn: -1 } : { optIns: 1 }) };
}

/** What the confirmation of an action's address adds to the counters, there where the action is counted. */
export function confirmedCountOf(action: CountPlace): Change<'actions'> {
  return { ...placeOf(action), confirmed: 1 };
}

/** What a suspected action adds to the counters that a reviewer lets go, or with 1 holds again. */
export function suspectedCountOf(action: CountPlace, by: 1 | -1): Change<'actions'> {
  return { ...placeOf(action), suspected: by };
}

function placeOf({ campaignId, day, source }: CountPlace): CountPlace {
  return { campaignId, day, source };
}
