import { formsOf, type PageForm } from '../../test/support/pages.js';
import { ask } from '../ask.js';

/** Forms by a name that is the same in every data base: the address without its ids and tokens, and the fields. */
export type FormPool = ReadonlyMap<string, PageForm>;

export type Page = { readonly path: string; readonly form?: PageForm };

/** Opens pages, and sends forms, and gathers all forms that they show. */
export async function gatherForms(
  asker: { readonly port: number; readonly cookie?: string | undefined },
  pages: readonly Page[],
): Promise<FormPool> {
  const pool = new Map<string, PageForm>();
  for (const page of pages) for (const form of formsOf(await open(asker, page))) addTo(pool, form, page.path);
  return pool;
}

function addTo(pool: Map<string, PageForm>, form: PageForm, from: string): void {
  const actions = new Set([form.action || from, ...form.buttons.map(({ action }) => action || from)]);
  for (const action of actions) {
    if (!action.startsWith('/')) continue;
    const name = `${nameOf(action)} ${Object.keys(form.fields).sort().join(' ')}`;
    if (!pool.has(name)) pool.set(name, { ...form, action });
  }
}

/** `/r/Xk3…/withdraw?x=1` -> `/r/:/withdraw` */
function nameOf(action: string): string {
  return (action.split('?')[0] ?? '').replace(/\/(?=[^/]*[\d_A-Z])[\w.-]{16,}/g, '/:');
}

async function open(
  { port, cookie }: { readonly port: number; readonly cookie?: string | undefined },
  { path, form }: Page,
): Promise<string> {
  const headers = cookie === undefined ? {} : { cookie };
  if (!form) return (await ask({ port, method: 'get', path, headers })).body;
  const sent = { ...headers, 'content-type': 'application/x-www-form-urlencoded' };
  return (await ask({ port, method: 'post', path, headers: sent, body: encoded(entriesOf(form)) })).body;
}

export function entriesOf({ fields }: Pick<PageForm, 'fields'>): (readonly [string, string])[] {
  return Object.entries(fields).flatMap(([name, values]) => values.map((value) => [name, value] as const));
}

/** A form's fields as a browser sends them; what is no text in UTF-16 as it is. */
export function encoded(entries: readonly (readonly [string, string])[]): string {
  return entries.map(([name, value]) => `${part(name)}=${part(value)}`).join('&');
}

function part(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
