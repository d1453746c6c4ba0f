import { confirmLink, notMeLink, unsubscribeLink } from '../../src/notices/links.js';
import { makeLink, openLinks } from '../../src/reports/link.js';
import type { Seeded } from './console-seed.js';
import { olga } from './organizers.js';
import { CITY, type World } from './world.js';

/** Links that are mailed or handed over: whoever has one needs no password. */
export const PERSONAL = ['/r/:token', '/confirm/:token', '/not-me/:token', '/u/:token', '/reports/:token'];

/** Tokens that open such a page, by the first part of its path. */
export async function tokensOf(world: World, { parts }: Seeded): Promise<Readonly<Record<string, string>>> {
  const [action] = await world
    .db('actions')
    .whereNotNull('own_words')
    .orderBy('id')
    .select<{ id: string; token: string }[]>('id', 'token')
    .limit(1);
  const id = action?.id ?? '';
  const tools = { seal: world.seal, baseUrl: '' };
  const { id: campaignId } = await world.campaigns.get(CITY);
  const officeId =
    (await world.db('letters').select<{ office_id: string }[]>('office_id').limit(1))[0]?.office_id ?? '';
  await makeLink(world, { campaignId, officeId, madeBy: olga.name, days: 7 });
  const [report] = await openLinks(world, campaignId, officeId);
  const last = (link: string): string => link.split('/').at(-1) ?? '';
  return {
    r: action?.token ?? '',
    confirm: last(confirmLink(tools, id)),
    'not-me': last(notMeLink(tools, id)),
    u: last(unsubscribeLink(tools, parts['supporter'] ?? '')),
    reports: report?.token ?? '',
  };
}
