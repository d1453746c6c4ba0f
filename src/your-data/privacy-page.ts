import type { Campaigns } from '../campaigns/index.js';
import { daysOf, keptData, listAllSettings, type PeriodKind, type PeopleSettings } from '../people/index.js';
import type { Db } from '../platform/db.js';
import { listKeepers } from './store.js';

export type PrivacyTools = { readonly db: Db; readonly campaigns: Campaigns; readonly hasMailServer: boolean };

/** What is kept of supporters here, why and how long, with the periods of each organization. */
export async function privacyPage({ db, campaigns, hasMailServer }: PrivacyTools): Promise<object> {
  const policies = new Map(
    (await campaigns.list()).map(({ organizationId, file }) => [organizationId, file.organization.privacy_url]),
  );
  const settings = new Map((await listAllSettings(db)).map((one) => [one.id, one]));
  return {
    title: 'What is kept of you, why and how long',
    description:
      'What this installation keeps of people who write letters, why, for how long, and how to have it erased.',
    hasMailServer,
    kinds: keptData.filter(({ of }) => of === 'supporters').map(({ what, why, until }) => ({ what, why, until })),
    organizations: (await listKeepers(db)).flatMap(({ id, name, postalAddress }) => {
      const own = settings.get(id);
      return own ? [{ name, postalAddress, privacyUrl: policies.get(id), ...wordsOf(own) }] : [];
    }),
  };
}

function wordsOf(settings: PeopleSettings): Readonly<Record<PeriodKind, string>> {
  const words = (kind: PeriodKind): string => {
    const days = daysOf(settings, kind);
    return days === undefined ? 'no limit' : `${days.toLocaleString('en')} ${days === 1 ? 'day' : 'days'}`;
  };
  return { contacts: words('contacts'), texts: words('texts'), people: words('people') };
}
