import { districtLabel, layerOf, type DivisionId } from '../divisions/index.js';
import {
  isTermOver,
  postalAddressOf,
  salutationOf,
  type Office,
  type OfficeForm,
  type Official,
  type Roster,
} from '../offices/index.js';

/**
 * An office chosen for one action, with its holder's name and contact as they are that day. It is stored with
 * the letter, so that the letter stays what it was when the roster changes.
 */
export type Target = {
  readonly officeId: string;
  readonly division: DivisionId;
  /** `WI-02` for a district, else ''. */
  readonly district: string;
  readonly office: string;
  readonly body: string;
  readonly title: string;
  readonly name: string;
  /** The person as the roster knows them, to tell a successor; letters taken before this was noted have none. */
  readonly person?: string;
  readonly salutation: string;
  readonly party: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly formUrl: string | null;
  readonly website: string | null;
  readonly ids: Readonly<Record<string, string>>;
  /** Why the rule addresses them, in words for the supporter; letters taken before this was noted have none. */
  readonly why?: string;
  /** The name of the letter that is for them, where it is not the default. */
  readonly version?: string;
  /** The planned end of a term that is over: the roster is older than that, the holder may have changed. */
  readonly termEndedOn: string | null;
  /** Phones of local offices, where there are any: another way to reach the holder. */
  readonly localPhones?: readonly { readonly city: string; readonly phone: string; readonly address?: string }[];
  /** What the holder's web form asked for on the day of the action, where that was known. */
  readonly form?: Omit<OfficeForm, 'person'>;
  /** The lines below the holder's name on an envelope, where they are known. */
  readonly postalAddress?: readonly string[];
};

/** A member may have a dozen local offices; so many are kept with each letter. */
const MOST_LOCAL_PHONES = 4;

export function targetOf(
  { roster, today }: { readonly roster: Roster; readonly today: string },
  office: Office,
  holder: Official,
): Target {
  const phones = roster
    .localOfficesOf(office.id)
    .flatMap(({ city, phone, address }) => (phone ? [{ city, phone, address }] : []));
  const form = roster.formOf(office.id);
  const postalAddress = postalAddressOf(office.bodyId);
  return {
    officeId: office.id,
    division: office.division,
    district: districtOf(office.division),
    office: office.name,
    body: roster.bodies.get(office.bodyId)?.name ?? '',
    title: office.title,
    name: holder.name,
    person: holder.key,
    salutation: salutationOf(office, holder),
    party: holder.party,
    email: holder.email,
    phone: holder.phone,
    formUrl: holder.formUrl,
    website: holder.website,
    ids: holder.ids,
    termEndedOn: isTermOver(holder, today) ? holder.termEndsOn : null,
    ...(phones.length > 0 && { localPhones: phones.slice(0, MOST_LOCAL_PHONES) }),
    ...(form && { form: withoutPerson(form) }),
    ...(postalAddress && { postalAddress }),
  };
}

function withoutPerson({ person: _, ...form }: OfficeForm): Omit<OfficeForm, 'person'> {
  return form;
}

/** The label of a district; '' for a state or a country, which need none. */
export function districtOf(division: DivisionId): string {
  const layer = layerOf(division);
  return layer === undefined || layer === 'state' || layer === 'country' ? '' : districtLabel(division);
}
