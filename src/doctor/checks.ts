import type { Check } from './check.js';
import { bouncesCheck } from './check-bounces.js';
import { dkimCheck } from './check-dkim.js';
import { dmarcCheck } from './check-dmarc.js';
import { addressCheck, clockCheck, secretsCheck } from './check-machine.js';
import { passwordsCheck } from './check-passwords.js';
import { relayCheck } from './check-relay.js';
import { scannerCheck } from './check-scanner.js';
import { spfCheck } from './check-spf.js';
import { databaseCheck, diskCheck, queueCheck } from './check-storage.js';

/** What sending needs, and the list that new passwords are compared with, in the order of the report. */
export const checks: readonly Check[] = [
  relayCheck,
  spfCheck,
  dkimCheck,
  dmarcCheck,
  bouncesCheck,
  addressCheck,
  databaseCheck,
  queueCheck,
  scannerCheck,
  diskCheck,
  clockCheck,
  secretsCheck,
  passwordsCheck,
];
