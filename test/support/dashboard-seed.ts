import { insertRecords, type ColumnKind, type Db } from '../../src/platform/db.js';
import { usStates } from '../../src/divisions/index.js';
import { DAY, HOUR, START } from './world.js';

/** How much was counted of a campaign. */
export type Size = {
  readonly days: number;
  readonly sources: number;
  readonly districts: number;
  readonly perDay: number;
};

const STATES = ['held', 'queued', 'sent', 'unknown', 'delivered', 'bounced', 'failed', 'handed_over', 'cancelled'];

/** Fills the counters of a campaign with plausible numbers that are the same each time; there are no rows behind them. */
export async function seedCounters(db: Db, campaignId: string, size: Size): Promise<void> {
  const put = (table: string, rows: readonly object[]): Promise<void> => {
    const columns = Object.fromEntries(
      Object.entries(rows[0] ?? {}).map(
        ([name, value]) => [name, typeof value === 'number' ? 'bigint' : 'text'] as const,
      ),
    ) as Record<string, ColumnKind>;
    return insertRecords(db, { table, columns }, rows);
  };
  const days = Array.from({ length: size.days }, (_, index) =>
    new Date(START - index * DAY).toISOString().slice(0, 10),
  );
  const sources = Array.from({ length: size.sources }, (_, index) => (index === 0 ? '' : `partner-${index}`));
  const perDay = Math.min(size.sources, 30);
  const cells = days.flatMap((day, index) =>
    Array.from({ length: perDay }, (_, at) => ({
      day,
      source: sources[(index * 7 + at) % size.sources] ?? '',
      weight: wave(index, at),
    })),
  );
  const scale = (size.perDay * days.length) / cells.reduce((sum, { weight }) => sum + weight, 0);
  const acted = cells.map(({ day, source, weight }) => ({
    day,
    source,
    actions: Math.max(1, Math.round(weight * scale)),
  }));
  await put(
    'action_counts',
    acted.map(({ day, source, actions }) => ({
      campaign_id: campaignId,
      day,
      source,
      actions,
      letters: actions * 3,
      own_words: Math.floor(actions * 0.34),
      opt_ins: Math.floor(actions * 0.41),
      to_confirm: 0,
      confirmed: 0,
      new_people: Math.floor(actions * 0.62),
    })),
  );
  await put(
    'view_counts',
    acted.map(({ actions, ...key }) => ({ campaign_id: campaignId, ...key, views: actions * 6 + 2 })),
  );
  await put(
    'referrer_counts',
    days.slice(0, 60).flatMap((day, index) =>
      ['', 'news.example.org', 'social.example', 'search.example', `blog-${index}.example`].map((referrer, at) => ({
        campaign_id: campaignId,
        day,
        referrer,
        views: 40 - at * 9 + (index % 5),
      })),
    ),
  );
  const hours = Array.from({ length: 60 }, (_, index) => ({
    campaign_id: campaignId,
    hour_at: START - index * HOUR,
    actions: Math.round(wave(index, 3) * 20),
  }));
  await put('hour_counts', hours);
  await seedPlaces(put, campaignId, size);
  await put('variant_counts', [
    { campaign_id: campaignId, variant: 'title:a', views: 4_120, actions: 322, own_words: 98 },
    { campaign_id: campaignId, variant: 'title:b', views: 4_090, actions: 401, own_words: 160 },
  ]);
  await db.raw(
    `INSERT INTO office_counts (campaign_id, office_id, state, letters, said_sent, said_failed)
     SELECT campaign_id, office_id, state, SUM(letters), SUM(said_sent), SUM(said_failed)
       FROM letter_counts WHERE campaign_id = ? GROUP BY campaign_id, office_id, state`,
    [campaignId],
  );
}

async function seedPlaces(
  put: (table: string, rows: readonly object[]) => Promise<void>,
  campaignId: string,
  { districts, sources, perDay, days }: Size,
): Promise<void> {
  const states = usStates.filter(({ kind }) => kind === 'state');
  const places = Array.from({ length: districts }, (_, index) => {
    const state = states[index % states.length] ?? states[0];
    return { state, number: Math.floor(index / states.length) + 1, weight: wave(index, index % 5) };
  });
  const scale = (perDay * days) / places.reduce((sum, { weight }) => sum + weight, 0);
  const counted = places.map((place) => ({ ...place, actions: Math.round(place.weight * scale) }));
  const row = (layer: string, division: string, actions: number): object => ({
    campaign_id: campaignId,
    division,
    layer,
    actions,
    own_words: Math.floor(actions / 3),
  });
  const divisionRows = [
    ...counted.map(({ state, number, actions }) => row('cd', `${state?.division ?? ''}/cd:${number}`, actions)),
    ...states.map((state) =>
      row(
        'state',
        state.division,
        counted.reduce((sum, one) => sum + (one.state === state ? one.actions : 0), 0),
      ),
    ),
  ];
  await put(
    'division_counts',
    divisionRows.map((one) => ({ ...one, source: '' })),
  );
  await put('area_counts', divisionRows);
  const letters = counted.flatMap(({ state, number, actions }, index) =>
    STATES.slice(0, 3 + (index % 7)).flatMap((name, at) =>
      Array.from({ length: Math.min(3, sources) }, (_, source) => ({
        campaign_id: campaignId,
        office_id: `us-house/${state?.abbr.toLowerCase() ?? ''}/${number}`,
        source: source === 0 ? '' : `partner-${source}`,
        state: at === 0 ? 'delivered' : name === 'delivered' ? 'held' : name,
        letters: at === 0 ? actions : Math.ceil(actions / 40),
        said_sent: name === 'handed_over' ? Math.ceil(actions / 90) : 0,
        said_failed: 0,
      })),
    ),
  );
  await put('letter_counts', letters);
}

/** From 0.2 to about 2, with a rhythm and a peak now and then. */
function wave(index: number, at: number): number {
  return 0.2 + (1 + Math.sin(index / 3.4)) * 0.5 + (index % 23 === 0 ? 0.9 : 0) + (at % 7) * 0.03;
}
