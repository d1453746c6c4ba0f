import { Router } from 'express';

/** Pages about one person, and those of organizers: search engines have nothing to look for there. */
const NOT_FOR_ROBOTS = [
  '/r/',
  '/u/',
  '/confirm/',
  '/not-me/',
  '/console',
  '/account',
  '/sign-in',
  '/reset',
  '/setup/',
  '/invitation/',
];

const DAY_MS = 86_400_000;

/** A file of who to tell of holes must say until when it holds; less than a year is advised (RFC 9116, section 2.5.5). */
const HOLDS_MS = 180 * DAY_MS;

export type WellKnownTools = {
  readonly clock: { readonly now: () => number };
  readonly baseUrl: string;
  /** `mailto:security@example.org` or a web address; undefined for none. */
  readonly securityContact: string | undefined;
};

/** `/robots.txt` (RFC 9309), and `/.well-known/security.txt` (RFC 9116) where somebody is named who is told of holes. */
export function wellKnownRoutes({ clock, baseUrl, securityContact }: WellKnownTools): Router {
  const routes = Router();
  routes.get('/robots.txt', (_request, response) => {
    response.type('text').send(['User-agent: *', ...NOT_FOR_ROBOTS.map((path) => `Disallow: ${path}`), ''].join('\n'));
  });
  if (securityContact === undefined) return routes;
  routes.get('/.well-known/security.txt', (_request, response) => {
    const expires = new Date(clock.now() + HOLDS_MS).toISOString();
    const lines = [
      `Contact: ${securityContact}`,
      `Expires: ${expires}`,
      'Preferred-Languages: en',
      `Canonical: ${baseUrl}/.well-known/security.txt`,
    ];
    response.type('text').send([...lines, ''].join('\n'));
  });
  return routes;
}
