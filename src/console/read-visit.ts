import type { Request } from 'express';
import { may, type Membership, type User } from '../organizers/index.js';
import type { FileScan } from '../platform/file-scan/index.js';
import { uploadsOf } from './uploads.js';
import type { Fields, Visit } from './visit.js';

type Visitor = { readonly user: User; readonly organization: Membership; readonly scan: FileScan };

/** Reads a request as the visit of somebody whose membership was looked up. */
export function readVisit(request: Request, { user, organization, scan }: Visitor): Visit {
  const form = fieldsOf(request.body);
  return {
    user,
    organization,
    may: (permission) => may(organization.role, permission),
    part: (name) => partOf(request, name),
    query: fieldsOf(request.query),
    form,
    ...uploadsOf(scan, { fileIn: (name) => fileOf(request.body, name), textIn: form.one }),
    header: (name) => request.get(name),
    base: `/console/${organization.slug}`,
  };
}

/** A part of the path by its name; '' for none. */
export function partOf(request: Request, name: string): string {
  const value = request.params[name];
  return typeof value === 'string' ? withoutNul(value) : '';
}

/** PostgreSQL fails on a parameter with a NUL in it, and nobody types one. */
function withoutNul(text: string): string {
  return text.replaceAll('\0', '');
}

function fieldsOf(source: unknown): Fields {
  const given = new Map(Object.entries((source ?? {}) as Record<string, unknown>));
  const texts = (name: string): string[] => [given.get(name)].flat().filter((value) => typeof value === 'string');
  const all = (name: string): string[] => texts(name).map(withoutNul);
  return { all, one: (name) => all(name)[0] ?? '', names: () => [...given.keys()] };
}

function fileOf(body: unknown, name: string): Uint8Array | undefined {
  const value = new Map(Object.entries((body ?? {}) as Record<string, unknown>)).get(name);
  return value instanceof Uint8Array ? value : undefined;
}
