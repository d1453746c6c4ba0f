import { isLoopback, probeRelay, type RelayWelcome } from '../deliveries/index.js';
import type { Check, DoctorSettings, Finding } from './check.js';

/** Whether the mail server can be reached, lets us in, and keeps what passes to itself. No mail is sent. */
export const relayCheck: Check = {
  name: 'smtp',
  title: 'Mail server',
  run: async ({ settings }) => {
    const { smtpUrl } = settings;
    if (smtpUrl === undefined)
      return {
        state: 'warn',
        found: 'No mail server is configured: letters go to the preview and nowhere else.',
        todo: 'Set SMTP_URL and MAIL_FROM.',
      };
    const { host } = new URL(smtpUrl);
    try {
      return judge(host, smtpUrl, await probeRelay(smtpUrl));
    } catch (error) {
      return {
        state: 'fail',
        found: `${host}: ${(error as Error).message}`,
        todo: adviceFor(smtpUrl, (error as Error).message),
      };
    }
  },
};

function judge(host: string, smtpUrl: string, { isEncrypted, login }: RelayWelcome): Finding {
  if (login === 'no')
    return {
      state: 'fail',
      found: `${host} offers no login on this connection.`,
      todo: 'Use smtps:// (port 465) or the port for submission (587), or leave user and password out of SMTP_URL.',
    };
  const welcome = login === 'yes' ? 'lets us log in' : 'greets us, without a login';
  if (isEncrypted) return { state: 'ok', found: `${host} ${welcome}; the connection is encrypted.` };
  if (isLoopback(smtpUrl)) return { state: 'ok', found: `${host} ${welcome}; it is on this machine.` };
  return {
    state: 'warn',
    found: `${host} ${welcome}, but the connection is not encrypted: others on the way can read the letters.`,
    todo: 'Use smtps:// (port 465), or a port on which it offers STARTTLS (587).',
  };
}

function adviceFor(smtpUrl: string, fault: string): string {
  if (fault.includes('certificate')) return 'Use the name that stands in its certificate, or renew the certificate.';
  const { protocol, port } = new URL(smtpUrl);
  if (protocol === 'smtp:' && port === '465') return 'Port 465 speaks TLS from the start: write smtps:// in SMTP_URL.';
  if (protocol === 'smtps:' && (port === '587' || port === '25'))
    return `Port ${port} begins without TLS: write smtp:// in SMTP_URL.`;
  return 'Check host, port, user and password in SMTP_URL, and whether this machine may reach that port.';
}

/** The domain letters come from; undefined while no sender is set. */
export function fromDomain({ mailFrom }: DoctorSettings): string | undefined {
  return mailFrom === undefined ? undefined : domainOf(mailFrom);
}

/** The domain of return addresses, which SPF is asked about and bounces go to. */
export function bounceDomain(settings: DoctorSettings): string | undefined {
  return settings.bounceDomain ?? fromDomain(settings);
}

function domainOf(mailFrom: string): string {
  return mailFrom
    .slice(mailFrom.lastIndexOf('@') + 1)
    .replace(/>\s*$/, '')
    .trim()
    .toLowerCase();
}

/** What a check says while no sender is set. */
export const NO_SENDER: Finding = { state: 'skipped', found: 'No sender is set (MAIL_FROM).' };
