import type { Db } from '../platform/db.js';
import { InputError, type Fault } from '../platform/errors.js';
import type { Ids } from '../platform/ids.js';
import { slugOf } from '../platform/slug.js';
import { insertOrganization, type Organization } from './store-organizations.js';

const MAX_NAME = 120;
const MAX_SLUG = 60;
const MAX_ADDRESS = 300;

/** An organization as it was typed. */
export type TypedOrganization = { readonly name: string; readonly slug: string; readonly postalAddress: string };

/** What is wrong with a new organization; the short name may be left out. Fields bear the names of the forms' inputs. */
export function organizationFaults({ name, slug, postalAddress }: TypedOrganization): Fault[] {
  const faults: Fault[] = [];
  const add = (field: string, message: string): void => void faults.push({ field, message });
  if (name === '') add('organization_name', 'Please give the organization’s name.');
  if (name.length > MAX_NAME) add('organization_name', `The name can have ${MAX_NAME} characters at the most.`);
  const short = slug || slugOf(name);
  if (name !== '' && (short === '' || short !== slugOf(short) || short.length > MAX_SLUG))
    add('organization_slug', 'Please use small letters, digits and hyphens only, such as harbor-alliance.');
  if (postalAddress === '') add('postal_address', 'Please give a postal address: mails to supporters must name one.');
  if (postalAddress.length > MAX_ADDRESS)
    add('postal_address', `The address can have ${MAX_ADDRESS} characters at the most.`);
  return faults;
}

/** Makes an organization. @throws InputError where something is missing or the short name is taken */
export async function makeOrganization(
  { ids }: { readonly ids: Ids },
  trx: Db,
  typed: TypedOrganization,
): Promise<Organization> {
  const faults = organizationFaults(typed);
  if (faults.length > 0) throw new InputError(faults);
  const organization = { id: ids.next(), slug: typed.slug || slugOf(typed.name), name: typed.name };
  if (await insertOrganization(trx, { ...organization, postalAddress: typed.postalAddress })) return organization;
  const message = `There is an organization with the short name ${organization.slug} already; please choose another one.`;
  throw new InputError([{ field: 'organization_slug', message }]);
}
