import { confirmLink, notMeLink, unsubscribeLink } from '../../src/notices/links.js';
import { addressPath } from '../../src/organizers/address-links.js';
import { askForAddress } from '../../src/organizers/change-address.js';
import { makeLink, openLinks } from '../../src/reports/link.js';
import type { Seeded } from './console-seed.js';
import { olga } from './organizers.js';
import { CITY, type World } from './world.js';

/** Links that are mailed or handed over: whoever has one needs no password. */
export const PERSONAL = [
  ...['/r/:token', '/confirm/:token', '/not-me/:token', '/u/:token', '/reports/:token'],
  ...['/account/address/confirm/:token', '/account/address/stop/:token'],
];

/** The token that opens such a page; `x` for pages that have no such token. */
export function tokenFor(path: string, tokens: Readonly<Record<string, string>>): string {
  return tokens[path.slice(1, path.indexOf('/:token'))] ?? tokens[path.split('/')[1] ?? ''] ?? 'x';
}

/** Links of a change of somebody's address, by what they do. */
export async function addressPaths(world: World, userId: string) {
  const asked = await askForAddress(world, { ...olga, id: userId }, 'olga.reyes@elsewhere.example');
  return { confirm: addressPath(world, 'confirm', asked), stop: addressPath(world, 'stop', asked) };
}

/** Tokens that open such a page, by its path before them or the first part of it. */
export async function tokensOf(world: World, { parts, owner }: Seeded): Promise<Readonly<Record<string, string>>> {
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
  const address = await addressPaths(world, owner.userId);
  const last = (link: string): string => link.split('/').at(-1) ?? '';
  return {
    r: action?.token ?? '',
    confirm: last(confirmLink(tools, id)),
    'not-me': last(notMeLink(tools, id)),
    u: last(unsubscribeLink(tools, parts['supporter'] ?? '')),
    reports: report?.token ?? '',
    'account/address/confirm': last(address.confirm),
    'account/address/stop': last(address.stop),
  };
}
