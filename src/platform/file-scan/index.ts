export { clamdFault } from './clamd-address.js';
export { createFileScan, type FileScan, pingClamd, type Verdict } from './scan.js';
