import type { Signal } from './screening.js';

/**
 * Nobody reads their letter, says who they are and sends it in less. People whose browser
 * fills in all fields still look for the button.
 */
export const QUICKEST_MS = 3_000;

/** Only a program fills in the field that people do not see. */
export const trapSignal: Signal = ({ origin }) => (origin.trap === '' ? [] : ['trap']);

/** Sent sooner after the letter was first shown than a person could; a form that was shown again counts from the first. */
export const tooFastSignal: Signal = ({ origin: { formMadeAt }, at }) =>
  formMadeAt !== undefined && at - formMadeAt < QUICKEST_MS ? ['too-fast'] : [];
