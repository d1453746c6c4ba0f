export {
  runChecks,
  type Check,
  type CheckResult,
  type CheckState,
  type DoctorSettings,
  type DoctorTools,
} from './check.js';
export { dkimRecord } from './check-dkim.js';
export { mxRecord, type DnsRecord } from './dns-record.js';
export { checks } from './checks.js';
export { addDoctorCommand } from './commands.js';
export { createDns, type Dns } from './dns.js';
export { createSendingDoctor, type SendingDoctor, type SendingLook } from './sending-doctor.js';
