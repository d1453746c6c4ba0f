import { z } from 'zod';
import type { ImportSource } from '../data-sets/index.js';
import { findUsState } from '../divisions/index.js';
import { isCalendarDay } from '../platform/clock.js';
import { parseEmailAddress } from '../platform/email-address.js';
import { InputError } from '../platform/errors.js';
import { readText, type DataFile } from '../platform/open-file.js';
import { usHouse, usSenate } from './bodies.js';
import { houseSeatKey, houseSeats, senateSeatKey, senateSeats } from './congress.js';
import { parseJsonOrYaml } from './json-or-yaml.js';
import { webAddress, type Person } from './office.js';
import { prepareRoster } from './replace-roster.js';
import type { RosterFile } from './roster-file.js';

const text = z.string().optional();
const day = z.string().refine(isCalendarDay, 'must be a day such as 2025-01-03');

const term = z.object({
  type: z.enum(['sen', 'rep']),
  start: day,
  end: day,
  state: z.string(),
  district: z.number().int().optional(),
  class: z.number().int().min(1).max(3).optional(),
  party: text,
  phone: text,
  email: text,
  contact_form: text,
  url: text,
});

/** A legislator of github.com/unitedstates/congress-legislators, in the parts that we read; the last term is the current one. */
const legislator = z.object({
  id: z.record(z.string(), z.unknown()).and(z.object({ bioguide: z.string() })),
  name: z.object({ first: z.string(), last: z.string(), suffix: text, official_full: text }),
  terms: z.array(term).min(1),
  leadership_roles: z.array(z.object({ title: z.string(), end: text })).optional(),
});

type Legislator = z.infer<typeof legislator>;

/** Outside identifiers worth keeping; the files hold a dozen more. */
const KEPT_IDS = ['bioguide', 'govtrack', 'lis', 'wikidata'];

export const congressLegislators: ImportSource = {
  name: 'congress-legislators',
  title: 'Members of the U.S. Congress',
  licence: 'public domain (CC0)',
  origin: 'github.com/unitedstates/congress-legislators',
  prepare: async (file, progress, options) => {
    const day = options.asOf ?? file.changedOn;
    const holders = (await readLegislators(file, progress)).map((one, index) => holderOf({ file, day }, one, index));
    const roster: RosterFile = {
      bodies: [usSenate, usHouse],
      seats: [...senateSeats(), ...houseSeats()],
      holders,
      keepsForms: true,
      remarks: [],
    };
    return prepareRoster(roster, { path: file.path, options });
  },
};

async function readLegislators(file: DataFile, progress: (bytes: number) => void): Promise<Legislator[]> {
  const parsed = z
    .array(legislator)
    .min(1)
    .safeParse(parseJsonOrYaml(file, await readText(file, progress)));
  if (parsed.success) return parsed.data;
  throw new InputError(
    parsed.error.issues.slice(0, 10).map((issue) => ({
      field: issue.path.join('.') || 'file',
      message: `${issue.message}; this should be legislators-current.json or .yaml`,
      file: file.path,
    })),
  );
}

type From = { readonly file: DataFile; readonly day: string };

function holderOf({ file, day }: From, one: Legislator, index: number): RosterFile['holders'][number] {
  const current = one.terms.at(-1);
  const state = findUsState(current?.state ?? '');
  if (!current || !state) {
    const message = `"${current?.state ?? ''}" is not a state that we know`;
    throw new InputError([{ field: `${index}.terms.state`, file: file.path, message }]);
  }
  const seatKey =
    current.type === 'sen'
      ? senateSeatKey(state.abbr, current.class ?? 0)
      : houseSeatKey(state, String(current.district ?? 0));
  return { seatKey, person: { ...personOf(one, current), leadership: leadershipOf(one, day) } };
}

function personOf(one: Legislator, current: z.infer<typeof term>): Person {
  const { name, id } = one;
  return {
    key: `bioguide:${id.bioguide}`,
    name: name.official_full ?? [name.first, name.last, name.suffix].filter(Boolean).join(' '),
    familyName: name.last,
    salutation: null,
    party: current.party ?? null,
    email: parseEmailAddress(current.email ?? '') ?? null,
    phone: current.phone ?? null,
    formUrl: webAddress(current.contact_form),
    website: webAddress(current.url),
    ids: Object.fromEntries(KEPT_IDS.filter((kind) => id[kind] !== undefined).map((kind) => [kind, String(id[kind])])),
    startsOn: current.start,
    termEndsOn: current.end,
  };
}

/** What somebody leads on a day; roles without an end go on. */
function leadershipOf({ leadership_roles: roles = [] }: Legislator, day: string): string | null {
  const titles = roles.filter(({ end }) => end === undefined || end > day).map(({ title }) => title);
  return [...new Set(titles)].join('; ') || null;
}
