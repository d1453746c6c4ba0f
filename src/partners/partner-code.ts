import { z } from 'zod';
import type { Campaign } from '../campaigns/index.js';
import type { Fault } from '../platform/errors.js';
import { partnerCodePattern, type Coalition } from './coalition.js';

/** Words that mean something else where people are compared by who brought them. */
const RESERVED = ['links', 'none'];

/** The form of a code; whether it is free is asked by `codeFaults`. */
export const codeSchema = z
  .string()
  .trim()
  .regex(
    partnerCodePattern,
    'Please use up to 20 small letters and digits, with hyphens or underscores between them, such as teachers.',
  )
  .refine((code) => !RESERVED.includes(code), {
    error: ({ input }) =>
      `The word ${String(input)} has a meaning of its own in comparisons; please choose another one.`,
  });

/** What keeps a code from being used in a coalition with these campaigns. */
export function codeFaults(
  code: string,
  { partners, campaigns }: { readonly partners: Coalition['partners']; readonly campaigns: readonly Campaign[] },
): Fault[] {
  const holder = partners.find((one) => one.code === code);
  if (holder) return [{ field: 'code', message: `${code} is the code of ${holder.name}; please choose another one.` }];
  const campaign = campaigns.find((one) => optInNames(one).includes(code));
  if (!campaign) return [];
  const message = `The campaign ${campaign.file.title} asks people for ${code} already, in an opt-in of its own; please choose another code.`;
  return [{ field: 'code', message }];
}

/** What keeps an organization from being called so: another partner's name. */
export function nameFaults(name: string, partners: Coalition['partners'], own?: string): Fault[] {
  const same = (one: string): string => one.trim().toLowerCase();
  const holder = partners.find((one) => one.id !== own && same(one.name) === same(name));
  return holder ? [{ field: 'name', message: `There is a partner called ${holder.name} already.` }] : [];
}

/** The codes of a coalition by which a campaign names opt-ins of its own, so that it cannot be in the coalition. */
export function sharedNames(campaign: Campaign, { partners }: Coalition): readonly string[] {
  const names = optInNames(campaign);
  return partners.map(({ code }) => code).filter((code) => names.includes(code));
}

function optInNames({ file }: Campaign): readonly string[] {
  return file.opt_ins.map(({ organization }) => organization.trim().toLowerCase());
}
