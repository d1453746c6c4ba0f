import { seasonOf, type LifeCycle, type Season, type WantedSeason } from '../../campaigns/index.js';
import type { Fields } from '../visit.js';

/** The fields of a form about opening and closing, each as it is typed. */
export type TypedSeason = Readonly<Record<'opens_on' | 'opens_time' | 'closes_on' | 'closes_time', string>>;

/** What was typed; a time without a day is kept so that it can be told. */
export function typedSeason(form: Fields): TypedSeason {
  const of = (name: string): string => form.one(name).trim();
  return {
    opens_on: of('opens_on'),
    opens_time: of('opens_time'),
    closes_on: of('closes_on'),
    closes_time: of('closes_time'),
  };
}

/** The moments that hold now, as the form shows them. */
export function seasonFields(campaign: { readonly file: Season; readonly life: LifeCycle }): TypedSeason {
  const { opens_at = '', closes_at = '' } = seasonOf(campaign);
  const [opensOn = '', opensTime = ''] = opens_at.split(/[ T]/);
  const [closesOn = '', closesTime = ''] = closes_at.split(/[ T]/);
  return { opens_on: opensOn, opens_time: opensTime, closes_on: closesOn, closes_time: closesTime };
}

/** Moments as campaign.yaml writes them; '' for none. */
export function seasonOfForm(typed: TypedSeason): WantedSeason {
  const moment = (on: string, time: string): string => [on, time].filter(Boolean).join(' ');
  return {
    opening: moment(typed.opens_on, typed.opens_time),
    closing: moment(typed.closes_on, typed.closes_time),
  };
}
