import {
  questionQuery,
  readQuestion,
  type Comparison,
  type Facts,
  type Table,
  type Value,
} from '../../src/comparison/index.js';
import { boundsOf, type Bounds, type Published } from './auditor.js';

/** A number that is hidden, and what follows for it from all that is shown. */
export type Secret = Bounds & { readonly name: string; readonly is: number };

const ALL = '';

/**
 * Reads everything that a comparison answers, whichever way it is asked, as equations over numbers that are not known, and
 * tells what follows for each sum that is hidden.
 */
export function spyOn(facts: Facts, comparison: Comparison): Secret[] {
  const ask = (query: Record<string, string>): Table => {
    const { question } = readQuestion(query, comparison);
    return comparison.table(
      readQuestion(Object.fromEntries(new URLSearchParams(questionQuery(question))), comparison).question,
    );
  };
  const groups = comparison.choices.partners.map(({ key }) => key);
  const idOf = new Map(
    groups.map((key) => [key, facts.coalition.partners.find(({ code }) => code === key)?.id ?? key]),
  );
  const campaigns = facts.campaigns.map(({ slug }) => slug);
  const unknowns: string[] = [];
  const numberOf = new Map<string, number>();
  const truth: number[] = [];
  const open = (name: string, is: number): void => {
    numberOf.set(name, unknowns.length);
    unknowns.push(name);
    truth.push(is);
  };
  const published: Published[] = [];
  const hidden: { name: string; of: number[]; is: number }[] = [];
  const listen = (name: string, of: readonly string[], value: Value | undefined): void => {
    const numbers = of.map((one) => numberOf.get(one) ?? NaN);
    const is = numbers.reduce((sum, one) => sum + (truth[one] ?? NaN), 0);
    if (value === 'hidden') hidden.push({ name, of: numbers, is });
    else if (typeof value === 'number') {
      if (value !== is) throw new Error(`${name} is ${is} and not ${value}`);
      published.push({ of: numbers, is: value });
    } else throw new Error(`${name} is not there`);
  };
  const rows = <Row extends { group: string; campaign: string; actions: number }>(
    list: readonly Row[],
    group: string,
    campaign: string,
  ): Row[] => list.filter((row) => row.group === idOf.get(group) && row.campaign === campaign);
  const sum = (list: readonly { actions: number }[]): number => list.reduce((all, { actions }) => all + actions, 0);

  const families = {
    weeks: [...new Set(facts.weeks.map(({ week }) => week))].sort(),
    states: [...new Set(facts.places.filter(({ layer }) => layer === 'state').map(({ division }) => division))].sort(),
    districts: [...new Set(facts.places.filter(({ layer }) => layer === 'cd').map(({ division }) => division))].sort(),
  };
  const stateOf = (district: string): string => district.split('/').slice(0, 3).join('/');
  const counted = (view: keyof typeof families, group: string, campaign: string, key: string): number =>
    view === 'weeks'
      ? sum(rows(facts.weeks, group, campaign).filter(({ week }) => week === key))
      : sum(rows(facts.places, group, campaign).filter(({ division }) => division === key));

  for (const group of groups) {
    for (const campaign of campaigns) {
      const at = `${group} ${campaign}`;
      const total = rows(facts.totals, group, campaign);
      const own = total.reduce((all, { ownWords }) => all + ownWords, 0);
      open(`own ${at}`, own);
      open(`plain ${at}`, sum(total) - own);
      const both = [numberOf.get(`own ${at}`) ?? NaN, numberOf.get(`plain ${at}`) ?? NaN];
      for (const view of ['weeks', 'states'] as const) {
        for (const key of families[view]) open(`${view} ${at} ${key}`, counted(view, group, campaign, key));
        const known = families[view].map((key) => numberOf.get(`${view} ${at} ${key}`) ?? NaN);
        if (view === 'states') {
          open(`states ${at} unknown`, sum(total) - known.reduce((all, one) => all + (truth[one] ?? 0), 0));
          known.push(unknowns.length - 1);
        }
        published.push({ of: known, less: both, is: 0 });
      }
      for (const state of families.states) {
        const inState = families.districts.filter((district) => stateOf(district) === state);
        const stateNumber = numberOf.get(`states ${at} ${state}`) ?? NaN;
        for (const key of inState) open(`districts ${at} ${key}`, counted('districts', group, campaign, key));
        const known = inState.map((key) => numberOf.get(`districts ${at} ${key}`) ?? NaN);
        open(`rest ${at} ${state}`, (truth[stateNumber] ?? 0) - known.reduce((all, one) => all + (truth[one] ?? 0), 0));
        published.push({ of: [...known, unknowns.length - 1], less: [stateNumber], is: 0 });
      }
    }
  }

  const spread = (group: string, campaign: string): string[] =>
    (group === ALL ? groups : [group]).flatMap((one) =>
      (campaign === ALL ? campaigns : [campaign]).map((other) => `${one} ${other}`),
    );
  const totals = (name: string, of: readonly string[], values: Table['rows'][number]['values'] | undefined): void => {
    listen(
      `${name} actions`,
      of.flatMap((at) => [`own ${at}`, `plain ${at}`]),
      values?.['actions'],
    );
    listen(
      `${name} own words`,
      of.map((at) => `own ${at}`),
      values?.['ownWords'],
    );
    for (const key of ['rate', 'share', 'taken', 'thisWeek', 'speed', 'districts'])
      if (values?.['actions'] === 'hidden' && ![undefined, null, 'hidden', 0].includes(values[key] as null)) {
        if (!['thisWeek', 'speed'].includes(key)) throw new Error(`${name}: ${key} is shown`);
      }
  };
  for (const campaign of [ALL, ...campaigns]) {
    const table = ask({ campaign });
    for (const group of [...groups])
      totals(`${group} ${campaign}`, spread(group, campaign), table.rows.find(({ key }) => key === group)?.values);
    totals(`all ${campaign}`, spread(ALL, campaign), table.total?.values);
  }
  for (const partner of [ALL, ...groups]) {
    const table = ask({ view: 'campaigns', partner });
    for (const campaign of campaigns)
      totals(
        `${partner} ${campaign}`,
        spread(partner, campaign),
        table.rows.find(({ key }) => key === campaign)?.values,
      );
    totals(`${partner} all`, spread(partner, ALL), table.total?.values);
  }
  for (const view of ['weeks', 'states', 'districts'] as const) {
    if (families[view].length === 0) continue;
    for (const campaign of [ALL, ...campaigns]) {
      for (const partner of [ALL, ...groups]) {
        const table = ask({ view, campaign, partner });
        for (const key of families[view]) {
          const value = table.rows.find((row) => row.key === key)?.values['actions'];
          listen(
            `${view} ${partner} ${campaign} ${key}`,
            spread(partner, campaign).map((at) => `${view} ${at} ${key}`),
            value,
          );
        }
        const rest = table.rows.find((row) => row.key === 'unknown')?.values['actions'] ?? 0;
        if (view === 'states')
          listen(
            `rest ${partner} ${campaign}`,
            spread(partner, campaign).map((at) => `states ${at} unknown`),
            rest,
          );
        if (view === 'districts')
          listen(
            `district rest ${partner} ${campaign}`,
            spread(partner, campaign).flatMap((at) => [
              `states ${at} unknown`,
              ...families.states.map((state) => `rest ${at} ${state}`),
            ]),
            rest,
          );
      }
    }
  }
  // A sum that is hidden is an unknown too.
  for (const { name, of, is } of hidden) {
    open(`sum ${name}`, is);
    published.push({ of, less: [unknowns.length - 1], is: 0 });
  }
  const asked = hidden.map(({ name }) => unknowns.lastIndexOf(`sum ${name}`));
  const bounds = boundsOf(unknowns.length, published, asked);
  return hidden.map(({ name, is }, index) => ({
    name,
    is,
    ...(bounds.get(asked[index] ?? NaN) ?? { low: NaN, high: NaN }),
  }));
}
