/**
 * Gives each of some processes the same share of one core, whatever the machine has: stops whoever has used up what the
 * time since it was told allows, and lets it go on when it is allowed more. What a process uses is what the kernel
 * counted for it (proc(5), schedstat, nanoseconds), not what it says.
 */
import { readdirSync, readFileSync } from 'node:fs';
import type { Governed } from './govern.js';

const LOOK_MS = 5;

/** So much may be saved up while there is nothing to do, in nanoseconds. */
const MOST_SAVED = 20e6;

type Account = { readonly pid: number; usedNs: number; allowedNs: number; isStopped: boolean };

let share = 1;
let accounts: Account[] = [];
let lookedAt = performance.now();

process.on('message', (governed: Governed) => {
  for (const account of accounts) letGo(account);
  ({ share } = governed);
  accounts = governed.pids.map((pid) => ({ pid, usedNs: usedNs(pid), allowedNs: 0, isStopped: false }));
  lookedAt = performance.now();
  process.send?.('ready');
});
process.on('disconnect', () => {
  for (const account of accounts) letGo(account);
  process.exit();
});
setInterval(look, LOOK_MS);

function look(): void {
  const now = performance.now();
  const earnedNs = (now - lookedAt) * 1e6 * share;
  lookedAt = now;
  for (const account of accounts) {
    const used = usedNs(account.pid);
    account.allowedNs = Math.min(MOST_SAVED, account.allowedNs + earnedNs - (used - account.usedNs));
    account.usedNs = used;
    if (account.allowedNs < 0 && !account.isStopped) account.isStopped = signal(account.pid, 'SIGSTOP');
    else if (account.allowedNs >= 0) letGo(account);
  }
}

function letGo(account: Account): void {
  if (account.isStopped) signal(account.pid, 'SIGCONT');
  account.isStopped = false;
}

function signal(pid: number, name: 'SIGSTOP' | 'SIGCONT'): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

/** Of all its threads; 0 where it is gone. */
function usedNs(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => {
      const [used] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
      return sum + Number(used);
    }, 0);
  } catch {
    return 0;
  }
}
