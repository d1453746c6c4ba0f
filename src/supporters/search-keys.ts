/** A text by which people are found: without accents, in lower case, single spaces. `Ana  LÍMA` -> `ana lima` */
export function searchText(text: string): string {
  return text.toWellFormed().normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();
}

/** A postal code by which people are found: `SW1A 2AA` -> `sw1a2aa` */
export function postalKey(code: string): string {
  return searchText(code).replaceAll(' ', '');
}

export type KeyKind = 'name' | 'postal';

/** What somebody is found by: their name from either end, and their postal code. */
export function searchKeys(person: {
  readonly givenName: string;
  readonly familyName: string;
  readonly postalCode: string;
}): { readonly kind: KeyKind; readonly key: string }[] {
  const { givenName, familyName, postalCode } = person;
  const names = new Set([searchText(`${givenName} ${familyName}`), searchText(`${familyName} ${givenName}`)]);
  return [...[...names].map((key) => ({ kind: 'name' as const, key })), { kind: 'postal', key: postalKey(postalCode) }];
}
