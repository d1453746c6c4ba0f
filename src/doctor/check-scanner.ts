import { messageOf } from '../platform/errors.js';
import { pingClamd } from '../platform/file-scan/index.js';
import type { Check } from './check.js';

/** Whether the virus scanner is there; without its answer nothing that organizers upload is taken. */
export const scannerCheck: Check = {
  name: 'scanner',
  title: 'Virus scanner',
  run: async ({ settings: { clamdUrl } }) => {
    if (clamdUrl === undefined)
      return { state: 'skipped', found: 'No virus scanner is set (CLAMD_URL): what organizers upload is not scanned.' };
    try {
      await pingClamd(clamdUrl);
      return { state: 'ok', found: `clamd answers at ${clamdUrl}.` };
    } catch (error) {
      return {
        state: 'fail',
        found: `${clamdUrl} ${messageOf(error)}: no picture and no sheet that organizers upload is taken.`,
        todo: 'Start clamd, or correct CLAMD_URL.',
      };
    }
  },
};
