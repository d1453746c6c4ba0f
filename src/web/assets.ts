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

/** Stylesheet, scripts and icons, held in memory; their addresses change with their content. */
export type Assets = {
  /** The address of an asset by file name: `style.css` -> `/assets/3f2a…/style.css`. */
  readonly url: (name: string) => string;
  readonly routes: Router;
};

export function loadAssets(): Assets {
  const held = new Map<string, Rendition>();
  for (const folder of [programPath('public'), programPath('public', 'built')]) {
    for (const file of existsSync(folder) ? readdirSync(folder) : []) {
      const type = TYPES[extname(file)];
      if (type) held.set(basename(file), makeRendition(type, readFileSync(join(folder, file))));
    }
  }
  const tagOf = (rendition: Rendition): string => rendition.etag.slice(0, TAG_CHARACTERS);
  const routes = Router();
  routes.get('/assets/:tag/:name', (request, response) => {
    const rendition = held.get(request.params.name);
    if (!rendition) throw new NotFoundError('There is no such file.');
    // A page from before an update names an older tag: it gets today's file, but nobody may keep that under this address.
    const isThisContent = request.params.tag === tagOf(rendition);
    const cacheControl = isThisContent ? `public, max-age=${ONE_YEAR_SECONDS}, immutable` : 'no-cache';
    sendRendition(response, rendition, { cacheControl });
  });
  const url = (name: string): string => {
    const rendition = held.get(name);
    return `/assets/${rendition ? tagOf(rendition) : 'none'}/${name}`;
  };
  return { url, routes };
}
