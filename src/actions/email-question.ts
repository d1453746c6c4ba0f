import { meantAddress } from '../abuse/index.js';
import type { Fault } from '../platform/errors.js';
import type { TypedForm } from './form.js';

/** Whoever answers so many of them knows what they type. */
const MOST_QUESTIONS = 3;

/**
 * Asks once whether an address is misspelled, since answers go there: the form with the question beside the field.
 * undefined where there is nothing to ask, and for an address about which the person was asked already.
 */
export function askAboutEmail(
  form: TypedForm,
): { readonly form: TypedForm; readonly faults: readonly Fault[] } | undefined {
  const email = form.email.trim();
  const asked = form.asked_emails;
  const isAsked = asked.includes(email.toLowerCase()) || asked.length >= MOST_QUESTIONS;
  const meant = isAsked ? undefined : meantAddress(email);
  if (meant === undefined) return undefined;
  const message = `Did you mean ${meant}? If ${email} is right, send again as it is.`;
  return {
    form: { ...form, asked_emails: [...asked, email.toLowerCase()] },
    faults: [{ field: 'supporter.email', message }],
  };
}
