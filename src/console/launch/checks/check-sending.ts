import type { CheckResult, SendingLook } from '../../../doctor/index.js';
import type { CheckGroup, Finding, Grade } from '../finding.js';

const GRADES: Readonly<Record<CheckResult['state'], Grade>> = {
  ok: 'fine',
  warn: 'look',
  fail: 'mend',
  skipped: 'fine',
};

/** What the doctor found about sending; undefined while it is looking. */
export function checkSending(look: SendingLook | undefined): CheckGroup {
  const findings = look?.results.filter(({ state }) => state !== 'skipped').map(findingOf) ?? [];
  return { id: 'sending', title: 'Sending', findings };
}

function findingOf({ state, title, found, todo, dns, name }: CheckResult): Finding {
  return {
    grade: GRADES[state],
    says: `${title}: ${found}`,
    ...(todo !== undefined && { todo: `${forWhom(name)}${todo}` }),
    ...(dns && { items: dns.map(({ line }) => line) }),
  };
}

/** Most of it is done on the server or in the DNS, which organizers seldom reach. */
function forWhom(name: string): string {
  return ['smtp', 'address', 'queue'].includes(name)
    ? 'For the people who run this server: '
    : 'For who looks after your domain: ';
}
