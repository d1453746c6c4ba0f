import { z } from 'zod';
import type { ImportReport, ImportSource } from '../data-sets/index.js';
import { InputError } from '../platform/errors.js';
import { readText, type DataFile } from '../platform/open-file.js';
import { parseJsonOrYaml } from './json-or-yaml.js';
import type { LocalOffice } from './local-office.js';
import { listLocalOffices, replaceLocalOffices } from './store-local-offices.js';

const text = z.union([z.string(), z.number()]).transform(String).optional();

/** A member of legislators-district-offices of github.com/unitedstates/congress-legislators, in the parts that we read. */
const member = z.object({
  id: z.object({ bioguide: z.string() }),
  offices: z.array(
    z.object({
      id: z.string(),
      address: text,
      suite: text,
      building: text,
      city: z.string(),
      state: text,
      zip: text,
      phone: text,
      fax: text,
      latitude: z.number().optional(),
      longitude: z.number().optional(),
    }),
  ),
});

type Office = z.infer<typeof member>['offices'][number];

/** The local offices of the members of Congress. */
export const congressOffices: ImportSource = {
  name: 'congress-offices',
  title: 'Local offices of members of Congress',
  licence: 'public domain (CC0)',
  origin: 'github.com/unitedstates/congress-legislators',
  prepare: async (file, progress) => {
    const { offices, misplaced } = await readOffices(file, progress);
    const remarks = misplaced.length > 0 ? [`No point on earth, left out: that of ${misplaced.join(', ')}`] : [];
    return {
      covers: ['offices us'],
      records: offices.length,
      write: async (trx, dataSet) => {
        const report = compared(await listLocalOffices(trx), offices);
        await replaceLocalOffices(trx, offices, dataSet);
        return { ...report, remarks };
      },
    };
  },
};

type ReadOffices = { readonly offices: readonly LocalOffice[]; readonly misplaced: readonly string[] };

async function readOffices(file: DataFile, progress: (bytes: number) => void): Promise<ReadOffices> {
  const content = await readText(file, progress);
  const parsed = z.array(member).min(1).safeParse(parseJsonOrYaml(file, content));
  if (!parsed.success) {
    throw new InputError(
      parsed.error.issues.slice(0, 10).map((issue) => ({
        field: issue.path.join('.') || 'file',
        message: `${issue.message}; this should be legislators-district-offices.json or .yaml`,
        file: file.path,
      })),
    );
  }
  const offices = parsed.data.flatMap(({ id, offices }) =>
    offices.map((office, position) => localOfficeOf(office, `bioguide:${id.bioguide}`, position)),
  );
  const known = new Set<string>();
  const twice = offices.filter(({ id }) => known.size === known.add(id).size);
  const all = parsed.data.flatMap((one) => one.offices);
  const misplaced = all.filter((office) => !isOnEarth(office) && office.latitude !== undefined).map(({ id }) => id);
  if (twice.length === 0) return { offices, misplaced };
  throw new InputError(
    twice.map(({ id }) => ({ field: 'offices.id', file: file.path, message: `"${id}" is there twice` })),
  );
}

function localOfficeOf(office: Office, person: string, position: number): LocalOffice {
  const { address, suite, building, city, state, zip } = office;
  const town = [city, [state, zip].filter(Boolean).join(' ')].filter(Boolean).join(', ');
  return {
    id: office.id,
    person,
    position,
    address: [building, address, suite, town].filter(Boolean).join(', '),
    city,
    phone: office.phone ?? null,
    fax: office.fax ?? null,
    lat: isOnEarth(office) ? (office.latitude ?? null) : null,
    lng: isOnEarth(office) ? (office.longitude ?? null) : null,
  };
}

function isOnEarth({ latitude, longitude }: Office): boolean {
  return Math.abs(latitude ?? NaN) <= 90 && Math.abs(longitude ?? NaN) <= 180;
}

function compared(stored: readonly LocalOffice[], wanted: readonly LocalOffice[]): Omit<ImportReport, 'remarks'> {
  const before = new Map(stored.map((office) => [office.id, office]));
  const isSame = (office: LocalOffice): boolean => {
    const old = before.get(office.id);
    return old !== undefined && (Object.keys(office) as (keyof LocalOffice)[]).every((key) => old[key] === office[key]);
  };
  const added = wanted.filter(({ id }) => !before.has(id)).length;
  const unchanged = wanted.filter(isSame).length;
  const changed = wanted.length - added - unchanged;
  return { added, changed, ended: stored.length - changed - unchanged, unchanged };
}
