import { fuzzApi } from './api.js';
import { fuzzKeptMails } from './console/kept-mails.js';
import { fuzzSheets } from './console/sheets.js';
import { fuzzUploads } from './console/uploads.js';
import { fuzzCampaigns } from './files/campaign-folders.js';
import { fuzzImports } from './files/imports.js';
import { bounces } from './files/mails.js';
import { fuzzSignedFiles, signatures } from './files/signed-files.js';
import { fuzzForms } from './forms/fuzz-forms.js';
import { consoleForms, doorForms, guestForms, publicForms, setupForms } from './forms/sources.js';
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
  { name: 'setup-forms', about: 'the first start, where nobody has an account', start: () => fuzzForms(setupForms) },
  {
    name: 'guest-forms',
    about: 'invitations, to an organization and to a coalition',
    start: () => fuzzForms(guestForms),
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
  { name: 'sheets', about: 'sheets that organizers paste: positions, numbers from elsewhere', start: fuzzSheets },
  { name: 'uploads', about: 'a partner’s page with a picture, as multipart', start: fuzzUploads },
  {
    name: 'kept-mails',
    about: 'mails to return addresses, and those that are kept for a person',
    start: fuzzKeptMails,
  },
  { name: 'signed-files', about: 'coalitions’ files from other servers, changed on the way', start: fuzzSignedFiles },
  signatures,
  { name: 'imports', about: 'spoiled files of every source of data', start: fuzzImports },
  { name: 'campaigns', about: 'campaign folders with a spoiled file', start: fuzzCampaigns },
  bounces,
  { name: 'relay', about: 'sending a letter to a mail server that answers with anything', start: fuzzRelay },
  letterTemplates,
  drawings,
  pdfReports,
  ...parsers,
];
