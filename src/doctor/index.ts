export {
  runChecks,
  type Check,
  type CheckResult,
  type CheckState,
  type DoctorSettings,
  type DoctorTools,
} from './check.js';
export { checks } from './checks.js';
export { addDoctorCommand } from './commands.js';
export { createDns, type Dns } from './dns.js';
