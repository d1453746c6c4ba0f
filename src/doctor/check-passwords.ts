import { messageOf } from '../platform/errors.js';
import type { Check, Finding, PasswordList } from './check.js';

type Looked = Exclude<Awaited<ReturnType<PasswordList['look']>>, undefined>;

/** Whether new passwords of organizers are compared with leaked ones. */
export const passwordsCheck: Check = {
  name: 'passwords',
  title: 'Passwords',
  run: async ({ leakedPasswords }) => {
    try {
      const looked = await leakedPasswords.look();
      return looked === undefined ? NOT_SET : judge(looked);
    } catch (error) {
      return {
        state: 'fail',
        found: `LEAKED_PASSWORDS: ${messageOf(error)}.`,
        todo: 'Correct it: as long as the list cannot be asked, leaked passwords are taken.',
      };
    }
  },
};

const NOT_SET: Finding = {
  state: 'skipped',
  found: 'New passwords are not compared with leaked ones (LEAKED_PASSWORDS); the most common ones are refused anyway.',
};

function judge({ kind, name, doubt }: Looked): Finding {
  if (doubt === 'cut-off')
    return { state: 'fail', found: `${name} ends before the last digits: part of it is missing.`, todo: ANEW };
  if (doubt === 'knows-little')
    return {
      state: 'warn',
      found: `${name} does not know "password", which leaked more often than most.`,
      todo: OTHER,
    };
  return kind === 'file'
    ? { state: 'ok', found: `New passwords are compared with ${name}, which is in order.` }
    : { state: 'ok', found: `New passwords are compared with those that ${name} knows; it answers.` };
}

const ANEW = 'Fetch the list anew, and let it come to its end.';
const OTHER = 'Look whether LEAKED_PASSWORDS names a list of leaked passwords by their SHA-1.';
