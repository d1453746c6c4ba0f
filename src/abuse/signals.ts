import type { Signal } from './screening.js';

/** Only a program fills in the field that people do not see. */
export const trapSignal: Signal = ({ origin }) => (origin.trap === '' ? [] : ['trap']);
