import { districtLabel, layerOf, type DivisionId } from '../divisions/index.js';
import { isTermOver, salutationOf, type Office, type Official, type Roster } from '../offices/index.js';

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
  readonly localPhones?: readonly { readonly city: string; readonly phone: string }[];
};

/** A member may have a dozen local offices; so many are kept with each letter. */
const MOST_LOCAL_PHONES = 4;

export function targetOf(
  { roster, today }: { readonly roster: Roster; readonly today: string },
  office: Office,
  holder: Official,
): Target {
  const phones = roster.localOfficesOf(office.id).flatMap(({ city, phone }) => (phone ? [{ city, phone }] : []));
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
  };
}

/** The label of a district; '' for a state or a country, which need none. */
export function districtOf(division: DivisionId): string {
  const layer = layerOf(division);
  return layer === undefined || layer === 'state' || layer === 'country' ? '' : districtLabel(division);
}
