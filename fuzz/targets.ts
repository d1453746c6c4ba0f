import { fuzzApi } from './api.js';
import { fuzzCampaigns } from './files/campaign-folders.js';
import { fuzzImports } from './files/imports.js';
import { bounces } from './files/mails.js';
import { fuzzForms } from './forms/fuzz-forms.js';
import { consoleForms, doorForms, publicForms } from './forms/sources.js';
import { parsers } from './parsers.js';
import { drawings, pdfReports } from './sinks/drawings.js';
import { letterTemplates } from './sinks/letters.js';
import { fuzzRelay } from './sinks/relay.js';
import { fuzzSequences } from './sequences/fuzz-sequences.js';
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
  { name: 'api', about: 'every route of the API’s own description, by it and against it', start: fuzzApi },
  {
    name: 'sequences',
    about: 'what a few people do after each other and at once: counters that agree with rows',
    start: fuzzSequences,
  },
  { name: 'imports', about: 'spoiled files of every source of data', start: fuzzImports },
  { name: 'campaigns', about: 'campaign folders with a spoiled file', start: fuzzCampaigns },
  bounces,
  { name: 'relay', about: 'sending a letter to a mail server that answers with anything', start: fuzzRelay },
  letterTemplates,
  drawings,
  pdfReports,
  ...parsers,
];
