import fc from 'fast-check';
import { classify } from '../../src/deliveries/bounces/classify.js';
import { findLetter } from '../../src/deliveries/bounces/find-return-path.js';
import { createSeal } from '../../src/platform/seal.js';
import { reportMail } from '../../test/support/bounce-mails.js';
import { plain } from '../target.js';
import { mutate, mutations } from './mutate.js';

const seal = createSeal('a secret for fuzzing only');
const KINDS = ['hard', 'soft', 'auto-reply', 'complaint', 'none'];
const MOST_MS = 2_000;

/** Mails that come back, spoiled: each is of some kind, soon. */
export const bounces = plain('bounces', 'mails that come back to the letters’ return addresses', () =>
  fc.asyncProperty(mutations, fc.string({ unit: 'binary', maxLength: 200 }), async (done, text) => {
    const raw = mutate(reportMail({ text }), done);
    const before = process.cpuUsage();
    const { kind } = await classify(raw);
    await findLetter(seal, raw, undefined);
    const { user, system } = process.cpuUsage(before);
    if (!KINDS.includes(kind)) throw new Error(`of no kind: ${kind}`);
    if ((user + system) / 1000 > MOST_MS) throw new Error(`took ${(user + system) / 1000} ms`);
  }),
);
