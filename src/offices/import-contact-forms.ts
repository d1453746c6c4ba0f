import { z } from 'zod';
import type { ImportReport, ImportSource } from '../data-sets/index.js';
import { InputError } from '../platform/errors.js';
import { readText, type DataFile } from '../platform/open-file.js';
import { parseJsonOrYaml } from './json-or-yaml.js';
import { webAddress } from './office.js';
import { FORM_FIELDS, type FormField, type OfficeForm } from './office-form.js';
import { findStrangers, listOfficeForms, replaceOfficeForms } from './store-office-forms.js';

/**
 * A member's form as a program would fill it in, made from the steps of github.com/unitedstates/contact-congress:
 * `{bioguide: "M000934", url: "https://…", captcha: false, fields: [{field: "MESSAGE", required: true, max_length: 500}]}`
 */
const memberForm = z.object({
  bioguide: z.string().regex(/^[A-Z]\d{6}$/, 'must be a Bioguide id such as A000055'),
  url: z.string(),
  captcha: z.boolean().default(false),
  fields: z.array(
    z.object({
      field: z.string(),
      required: z.boolean().default(false),
      max_length: z.number().int().positive().optional(),
    }),
  ),
});

type MemberForm = z.infer<typeof memberForm>;

/** The names of contact-congress for what we tell people of. */
const FIELD_NAMES: Readonly<Record<FormField, RegExp>> = {
  topic: /^TOPIC$/,
  subject: /^SUBJECT$/,
  prefix: /^NAME_PREFIX$/,
  phone: /^PHONE/,
  street: /^ADDRESS_STREET$/,
  locality: /^ADDRESS_CITY$/,
  zip4: /^ADDRESS_ZIP4$/,
};

/** What the web forms of members of Congress ask for. */
export const contactForms: ImportSource = {
  name: 'contact-forms',
  title: 'Web forms of members of Congress',
  licence: 'public domain (CC0)',
  origin: 'github.com/unitedstates/contact-congress',
  prepare: async (file, progress) => {
    const members = await readMembers(file, progress);
    const forms = members.flatMap((member) => officeFormOf(member) ?? []);
    return {
      covers: ['forms us'],
      records: forms.length,
      write: async (trx, dataSet) => {
        const report = compared(await listOfficeForms(trx), forms);
        await replaceOfficeForms(trx, forms, dataSet);
        const strangers = await findStrangers(
          trx,
          members.map((member) => personOf(member)),
        );
        return { ...report, remarks: remarksOf(members.length - forms.length, strangers) };
      },
    };
  },
};

async function readMembers(file: DataFile, progress: (bytes: number) => void): Promise<MemberForm[]> {
  const parsed = z
    .array(memberForm)
    .min(1)
    .safeParse(parseJsonOrYaml(file, await readText(file, progress)));
  if (!parsed.success) {
    throw new InputError(
      parsed.error.issues.slice(0, 10).map((issue) => ({
        field: issue.path.join('.') || 'file',
        message: `${issue.message}; this should be contact-forms.json or .yaml`,
        file: file.path,
      })),
    );
  }
  const known = new Set<string>();
  const twice = parsed.data.filter(({ bioguide }) => known.size === known.add(bioguide).size);
  if (twice.length === 0) return parsed.data;
  throw new InputError(
    twice.map(({ bioguide }) => ({ field: 'bioguide', file: file.path, message: `"${bioguide}" is there twice` })),
  );
}

/** The form; undefined for a mere placeholder (`stubforcwc`), which stands where the member's form is not known. */
function officeFormOf(member: MemberForm): OfficeForm | undefined {
  const url = webAddress(member.url);
  if (url === null || member.fields.length === 0) return undefined;
  const limits = member.fields.flatMap(({ field, max_length }) => (field === 'MESSAGE' ? (max_length ?? []) : []));
  const required = member.fields.filter((one) => one.required);
  return {
    person: personOf(member),
    // Both houses serve all their pages over HTTPS; older entries of the list were never touched again.
    url: url.replace(/^http:/, 'https:'),
    asks: FORM_FIELDS.filter((name) => required.some(({ field }) => FIELD_NAMES[name].test(field))),
    maxCharacters: limits.length > 0 ? Math.min(...limits) : null,
    hasCaptcha: member.captcha,
  };
}

function personOf({ bioguide }: MemberForm): string {
  return `bioguide:${bioguide}`;
}

const NAMED_STRANGERS = 10;

function remarksOf(stubs: number, strangers: readonly string[]): string[] {
  const named = strangers.slice(0, NAMED_STRANGERS).map((person) => person.replace('bioguide:', ''));
  const more = strangers.length > named.length ? ` and ${strangers.length - named.length} more` : '';
  return [
    ...(stubs > 0 ? [`Without a form that can be opened, left out: ${stubs}`] : []),
    ...(strangers.length > 0 ? [`In no roster that is loaded: ${named.join(', ')}${more}`] : []),
  ];
}

function compared(stored: readonly OfficeForm[], wanted: readonly OfficeForm[]): Omit<ImportReport, 'remarks'> {
  const before = new Map(stored.map((form) => [form.person, contentOf(form)]));
  const added = wanted.filter(({ person }) => !before.has(person)).length;
  const unchanged = wanted.filter((form) => before.get(form.person) === contentOf(form)).length;
  const changed = wanted.length - added - unchanged;
  return { added, changed, ended: stored.length - changed - unchanged, unchanged };
}

function contentOf({ url, asks, maxCharacters, hasCaptcha }: OfficeForm): string {
  return JSON.stringify([url, asks, maxCharacters, hasCaptcha]);
}
