import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { Router } from 'express';
import { NotFoundError } from '../platform/errors.js';
import { programPath } from '../platform/paths.js';
import { makeRendition, sendRendition, type Rendition } from './rendition.js';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const ONE_YEAR_SECONDS = 31_536_000;
const TAG_CHARACTERS = 10;

/** A module of ours, as a page names it. */
export type ScriptFile = {
  readonly url: string;
  /** `sha256-…` in base 64: the browser runs this very content and no other (Subresource Integrity). */
  readonly integrity: string;
};

/** A script with the modules that it imports, however deep. */
export type Script = ScriptFile & { readonly imports: readonly ScriptFile[] };

/** Stylesheet, scripts and icons, held in memory; their addresses change with their content. */
export type Assets = {
  /** The address of an asset by file name: `style.css` -> `/assets/3f2a…/style.css`. */
  readonly url: (name: string) => string;
  readonly script: (name: string) => Script;
  /** Every script file that pages of the public run. */
  readonly publicScripts: readonly ScriptFile[];
  readonly routes: Router;
};

type Held = ReadonlyMap<string, Rendition>;

/** Scripts of pages that are kept for everybody, so that no secret of one answer can stand in them. */
const PUBLIC_SCRIPTS = ['clarion.js', 'screen.js'];

export function loadAssets(): Assets {
  const held = readAssets();
  const tagOf = tagger(held);
  const routes = Router();
  routes.get('/assets/:tag/:name', (request, response) => {
    const { tag, name } = request.params;
    const rendition = held.get(name);
    if (!rendition) throw new NotFoundError('There is no such file.');
    // A page from before an update names an older tag: it gets today's file, but nobody may keep that under this address.
    const cacheControl = tag === tagOf(name) ? `public, max-age=${ONE_YEAR_SECONDS}, immutable` : 'no-cache';
    sendRendition(response, rendition, { cacheControl });
  });
  const url = (name: string): string => `/assets/${tagOf(name)}/${name}`;
  const fileOf = (name: string): ScriptFile => ({ url: url(name), integrity: integrityOf(held.get(name)) });
  const script = (name: string): Script => ({ ...fileOf(name), imports: importsOf(held, name).map(fileOf) });
  const publicScripts = PUBLIC_SCRIPTS.map(script).flatMap((one) => [one, ...one.imports]);
  return { url, script, publicScripts, routes };
}

function readAssets(): Held {
  const held = new Map<string, Rendition>();
  for (const folder of [programPath('public'), programPath('public', 'built')]) {
    for (const file of existsSync(folder) ? readdirSync(folder) : []) {
      const type = TYPES[extname(file)];
      if (type) held.set(basename(file), makeRendition(type, readFileSync(join(folder, file))));
    }
  }
  return held;
}

/** Scripts share a tag: a module is imported beside the one that names it, so its address must be the same for each. */
function tagger(held: Held): (name: string) => string {
  const scripts = [...held].filter(([name]) => name.endsWith('.js')).sort(([one], [other]) => (one < other ? -1 : 1));
  const ofScripts = digestOf(scripts.map(([, { etag }]) => etag).join()).digest('base64url');
  return (name) => {
    const own = name.endsWith('.js') ? ofScripts : held.get(name)?.etag;
    return held.has(name) && own ? own.slice(0, TAG_CHARACTERS) : 'none';
  };
}

const IMPORT = /^import\b[^;]*?['"]\.\/([\w-]+\.js)['"];/gm;

/** The files that a script imports, and those that they import; each once. */
function importsOf(held: Held, name: string, found = new Set<string>()): string[] {
  for (const [, imported = ''] of held.get(name)?.plain.toString().matchAll(IMPORT) ?? []) {
    if (found.has(imported)) continue;
    found.add(imported);
    importsOf(held, imported, found);
  }
  return [...found];
}

function integrityOf(rendition: Rendition | undefined): string {
  return `sha256-${digestOf(rendition?.plain ?? '').digest('base64')}`;
}

function digestOf(content: string | Buffer) {
  return createHash('sha256').update(content);
}
