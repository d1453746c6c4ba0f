import { stat } from 'node:fs/promises';
import ipaddr from 'ipaddr.js';
import type { Check, Finding } from './check.js';
import { readDatabaseClock } from './store.js';

/** A clock before this is wrong: machines without a battery begin in 1970 or 2000. */
const NOT_BEFORE = Date.UTC(2025, 0, 1);
const MAX_DRIFT_MS = 2_000;
const FATAL_DRIFT_MS = 60_000;

/** Whether this machine knows the time; leases between machines and the dates of letters depend on it. */
export const clockCheck: Check = {
  name: 'clock',
  title: 'Clock',
  run: async ({ clock, db }) => {
    const before = clock.now();
    const theirs = await readDatabaseClock(db);
    const now = clock.now();
    const shown = new Date(now).toISOString();
    if (now < NOT_BEFORE)
      return {
        state: 'fail',
        found: `The clock says ${shown}, which is long ago.`,
        todo: SET_CLOCK,
      };
    if (theirs === undefined)
      return { state: 'ok', found: `The clock says ${shown}; there is no other machine here to compare with.` };
    return judgeDrift(theirs - (before + now) / 2);
  },
};

const SET_CLOCK = 'Let the system keep time by NTP, for example with `timedatectl set-ntp true`.';

/** What it means that the data base server's clock is ahead by some milliseconds. */
export function judgeDrift(driftMs: number): Finding {
  const seconds = (Math.abs(driftMs) / 1000).toFixed(1);
  const found = `The database server's clock is ${seconds} seconds ${driftMs < 0 ? 'behind' : 'ahead of'} this one.`;
  if (Math.abs(driftMs) > FATAL_DRIFT_MS) return { state: 'fail', found, todo: SET_CLOCK };
  return Math.abs(driftMs) > MAX_DRIFT_MS ? { state: 'warn', found, todo: SET_CLOCK } : { state: 'ok', found };
}

/** Whether files with secrets are for their owner only. */
export const secretsCheck: Check = {
  name: 'secrets',
  title: 'Secrets',
  run: async ({ settings: { secretFiles } }) => {
    const modes = await Promise.all(secretFiles.map(async (file) => ({ file, mode: (await stat(file)).mode & 0o777 })));
    const open = modes.filter(({ mode }) => (mode & 0o077) !== 0).map(({ file }) => file);
    if (open.length > 0)
      return {
        state: 'warn',
        found: `Others on this machine may read ${open.join(' and ')}.`,
        todo: `chmod 600 ${open.join(' ')}`,
      };
    return secretFiles.length === 0
      ? { state: 'ok', found: 'No secret lies in a file.' }
      : { state: 'ok', found: `Only their owner may read ${secretFiles.join(' and ')}.` };
  },
};

/** Whether links in mails lead people here, and safely. */
export const addressCheck: Check = {
  name: 'address',
  title: 'Public address',
  run: ({ settings: { baseUrl, smtpUrl } }) => Promise.resolve(judgeAddress(baseUrl, smtpUrl !== undefined)),
};

function judgeAddress(baseUrl: string, isSending: boolean): Finding {
  const { protocol, hostname } = new URL(baseUrl);
  if (isPrivate(hostname.replace(/^\[|\]$/g, '')))
    return {
      state: isSending ? 'fail' : 'warn',
      found: `BASE_URL is ${baseUrl}: for people elsewhere, links in mails lead nowhere.`,
      todo: 'Set BASE_URL to the address that people use, such as https://letters.example.org.',
    };
  if (protocol !== 'https:')
    return {
      state: 'warn',
      found: `BASE_URL is ${baseUrl}: what people write is not encrypted on its way.`,
      todo: 'Serve it by https and write https:// in BASE_URL.',
    };
  return { state: 'ok', found: `People reach Clarion at ${baseUrl}.` };
}

function isPrivate(host: string): boolean {
  if (ipaddr.isValid(host)) return ipaddr.process(host).range() !== 'unicast';
  return host === 'localhost' || /\.(?:localhost|local|internal|lan)$/.test(host) || !host.includes('.');
}
