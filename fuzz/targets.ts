import { fuzzForms } from './forms/fuzz-forms.js';
import { consoleForms, doorForms, publicForms } from './forms/sources.js';
import type { FuzzTarget } from './target.js';

/** Everything that `npm run fuzz` asks, in this order. */
export const targets: readonly FuzzTarget[] = [
  {
    name: 'public-forms',
    about: 'campaign pages, receipts and the pages that mails lead to',
    start: () => fuzzForms(publicForms),
  },
  {
    name: 'door-forms',
    about: 'signing in, new passwords, the own account',
    start: () => fuzzForms(doorForms),
  },
  {
    name: 'console-forms',
    about: 'every form of the organizers’ pages, as an owner',
    start: () => fuzzForms(consoleForms),
  },
];
