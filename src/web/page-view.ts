import type { IncomingMessage } from 'node:http';

/** Programs that say in their User-Agent that no person looks: crawlers, makers of link previews, monitors, libraries. */
const PROGRAMS =
  /bot\b|bots\b|crawl|spider|slurp|archiver|scrap|preview|facebookexternalhit|meta-external|whatsapp\/|embedly|pingdom|monitor|uptime|statuscake|lighthouse|headless|phantomjs|curl\/|wget|libwww|python|java\/|okhttp|httpclient|http-client|node-fetch|undici|axios|^node$|go-http|ruby|perl|postman/i;

/**
 * Whether a request for a page is somebody who looks at it: not a page that a browser loads in advance (Sec-Purpose, and
 * Purpose and X-Moz of older browsers), and no program that names itself as one.
 */
export function isPageView({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>): boolean {
  const purposes = [headers['sec-purpose'], headers['purpose'], headers['x-purpose'], headers['x-moz']];
  const isInAdvance = purposes.some((purpose) => /prefetch|prerender|preview/i.test(String(purpose ?? '')));
  return method === 'GET' && !isInAdvance && !isProgram(headers['user-agent'] ?? '');
}

/** What was found of names that came before: browsers have few, and looking costs as much as counting the view. */
const known = new Map<string, boolean>();

/** Names that are kept, and how long they may be: made-up ones shall not fill the memory. */
const [MAX_KNOWN, MAX_CHARACTERS] = [500, 400];

function isProgram(name: string): boolean {
  const found = known.get(name) ?? PROGRAMS.test(name);
  if (known.size >= MAX_KNOWN) known.clear();
  if (name.length <= MAX_CHARACTERS) known.set(name, found);
  return found;
}

/** A host name, as it may stand in a list of sites. */
const HOST = /^(?=.{1,100}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/;

/** The host of the site whose link was followed, `news.example.org`; '' for none, for our own and for what is no site. */
export function referrerOf({ headers }: Pick<IncomingMessage, 'headers'>, baseUrl: string): string {
  const given = headers.referer ?? '';
  if (given === '' || !URL.canParse(given)) return '';
  const { protocol, hostname } = new URL(given);
  if (protocol !== 'https:' && protocol !== 'http:') return '';
  const own = [new URL(baseUrl).hostname, (headers.host ?? '').replace(/:\d+$/, '').toLowerCase()];
  return own.includes(hostname) || !HOST.test(hostname) ? '' : hostname.replace(/^www\./, '');
}
