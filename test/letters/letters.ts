import type { MergeValues, OwnText } from '../../src/letters/index.js';

/** A letter whose greeting stands on line 1 and whose body begins on line 3. */
export function letterWith(body: string): string {
  return `Dear {{target.salutation}},\n\n${body}\n\nYours,\n{{supporter.full_name}}\n{{supporter.address}}\n`;
}

/** A supporter who changed nothing. */
export const noText: OwnText = {};

/** What the fields of Ana's letter to the mayor stand for. */
export const values: MergeValues = {
  target: {
    name: 'Mara Lindqvist',
    title: 'Mayor',
    salutation: 'Mayor Lindqvist',
    office: 'Mayor, Harbourview City Council',
  },
  supporter: {
    full_name: 'Ana Lima',
    given_name: 'Ana',
    family_name: 'Lima',
    address: '1 Main Street\nDenver, CO 80202',
    street: '1 Main Street',
    locality: 'Denver',
    region: 'Colorado',
    postal_code: '80202',
    district: '',
  },
  campaign: { title: 'Train hotel staff', ask: 'Pass an ordinance.' },
  organization: { name: 'Safe Stays' },
};
