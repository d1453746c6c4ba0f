import { z } from 'zod';
import { divisionsOf } from '../divisions/index.js';
import type { Roster } from '../offices/index.js';
import { missingHere } from './availability.js';
import type { Finding } from './find.js';
import { districtOf, type Target } from './target.js';

const localOfficeSchema = z.object({
  address: z.string(),
  city: z.string(),
  phone: z.string().nullable(),
  fax: z.string().nullable(),
  lat: z.number().nullable(),
  lng: z.number().nullable(),
});

const officialSchema = z.object({
  office: z.string(),
  division: z.string(),
  name: z.string(),
  ids: z.record(z.string(), z.string()),
  title: z.string(),
  body: z.string(),
  district: z.string(),
  party: z.string().nullable(),
  phone: z.string().nullable(),
  local_offices: z.array(localOfficeSchema),
  contact: z.enum(['email', 'form', 'phone', 'none']).describe('How the office can be reached.'),
  why: z.string().optional().describe('Why the campaign’s rule addresses them.'),
  term_ended_on: z
    .string()
    .nullable()
    .describe('Set when the term was to end before today: the roster may be out of date.'),
});

/** The answer of `GET /api/v1/lookup`. */
export const lookupSchema = z.object({
  status: z.enum(['exact', 'choose', 'none']),
  divisions: z.array(z.string()),
  districts: z.array(z.string()),
  officials: z.array(officialSchema),
  vacancies: z.array(z.object({ office: z.string(), division: z.string(), name: z.string() })),
  excluded: z
    .array(z.object({ office: z.string(), name: z.string(), say: z.string() }))
    .describe('Whom the campaign leaves out, and what the supporter is told instead.'),
  near_line: z.boolean(),
  notes: z.array(z.string()),
  missing: z.array(z.string()).describe('What could be answered with more data, and the command that brings them.'),
  as_of: z.record(z.string(), z.string()).describe('The day that each data set is good for.'),
});

export type LookupAnswer = z.infer<typeof lookupSchema>;

/** A finding as the API and the command line give it. With `choose`, everyone who may be meant is listed. */
export function lookupAnswer(finding: Finding, roster: Roster): LookupAnswer {
  const { targets, vacancies, excluded } = finding.possible;
  // A state that stands for its unknown districts is in several layers.
  const divisions = [...new Set(divisionsOf(finding.place))];
  return {
    status: finding.status,
    divisions,
    districts: divisions.map(districtOf).filter(Boolean),
    officials: targets.map((target) => officialOf(target, roster)),
    vacancies: vacancies.map(({ id, division, name }) => ({ office: id, division, name })),
    excluded: excluded.map(({ target, say }) => ({ office: target.officeId, name: target.name, say })),
    // A line near by matters where the answer hangs on it.
    near_line: finding.place.isNearLine && (finding.status === 'choose' || finding.place.explanation !== undefined),
    notes: [...finding.notes],
    missing: missingHere(finding, roster),
    as_of: oldestDays(roster),
  };
}

/** The day each source is good for; of several files the oldest, so that no answer seems fresher than it is. */
function oldestDays({ dataSets }: Roster): Record<string, string> {
  const newestFirst = [...dataSets].sort((one, other) => other.asOf.localeCompare(one.asOf));
  return Object.fromEntries(newestFirst.map(({ source, asOf }) => [source, asOf]));
}

function officialOf(target: Target, roster: Roster): LookupAnswer['officials'][number] {
  const { officeId, division, name, ids, title, body, district, party, phone } = target;
  const contact = target.email ? 'email' : (target.formUrl ?? target.website) ? 'form' : phone ? 'phone' : 'none';
  return {
    office: officeId,
    division,
    name,
    ids,
    title,
    body,
    district,
    party,
    phone,
    local_offices: roster
      .localOfficesOf(officeId)
      .map(({ address, city, phone, fax, lat, lng }) => ({ address, city, phone, fax, lat, lng })),
    contact,
    ...(target.why && { why: target.why }),
    term_ended_on: target.termEndedOn,
  };
}
