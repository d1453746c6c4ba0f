import { isProtected, type Alert, type AttackReason, type Block, type StoredProtection } from '../../abuse/index.js';
import { momentText } from '../../platform/clock.js';
import { counted, plain } from '../../platform/number-text.js';

/** What each mode does, for the choice of one. */
export const MODES = [
  { mode: 'auto', label: 'By itself' },
  { mode: 'on', label: 'Always on' },
  { mode: 'off', label: 'Always off' },
] as const;

const REASONS: Readonly<Record<AttackReason, string>> = {
  programs: 'very much of what arrived was filled in as only programs do',
  'few-networks': 'most of a crowd came from a few networks',
  unproven: 'much arrived without the proof that was asked for',
  overload: 'more arrived than this server can store',
  ceiling: 'more arrived than any mail to supporters brings',
};

/** Whether a campaign is protected now, and why. */
export function protectionNow(stored: StoredProtection, now: number, timeZone: string): { isOn: boolean; why: string } {
  const { mode, setBy, setAt, onUntil, reason } = stored;
  const isOn = isProtected(stored, now);
  if (mode !== 'auto') {
    const when = setAt === null ? '' : `, ${momentText(setAt, timeZone)}`;
    return { isOn, why: `Chosen by ${setBy ?? 'somebody'}${when}.` };
  }
  if (!isOn) return { isOn, why: 'Comes on by itself when programs send.' };
  return { isOn, why: `Until ${momentText(onUntil ?? now, timeZone)} or longer: ${REASONS[reason ?? 'programs']}.` };
}

/** What came far more often than usual. */
export function alertText({ kind, domain, network, seen, arrived }: Alert): string {
  const share = `${plain(seen)} of ${plain(arrived)} people within five minutes`;
  if (kind === 'domain') return `${share} gave addresses at ${domain}`;
  if (kind === 'disposable') return `${share} gave addresses that are made for a few minutes`;
  if (kind === 'text') return `${share} wrote nearly the same in their own words`;
  return network === null ? `${share} wrote from one network` : `${share} wrote from the network ${network}`;
}

/** What a line of the list names. */
export const KINDS: Readonly<Record<Block['kind'], string>> = {
  address: 'Address',
  domain: 'Mail domain',
  network: 'Network',
  glob: 'Pattern',
};

/** Who may not see people's data sees that there is an address, and where. */
export function shownPattern({ kind, pattern }: Pick<Block, 'kind' | 'pattern'>, seesPeople: boolean): string {
  const at = pattern.lastIndexOf('@');
  return kind !== 'address' || seesPeople ? pattern : `…${pattern.slice(at)}`;
}

/** `3 letters, last on …`. */
export function hitsText({ hits, lastHitAt }: Block, timeZone: string): string {
  if (hits === 0 || lastHitAt === null) return 'none yet';
  return `${counted(hits, 'submission', 'submissions')}, last ${momentText(lastHitAt, timeZone)}`;
}
