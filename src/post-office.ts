import type { Config } from './config.js';
import {
  createMailer,
  createPreviewChannel,
  createSmtpChannel,
  openRelay,
  type Channel,
  type Mailer,
  type SendingIdentity,
} from './deliveries/index.js';
import type { Clock } from './platform/clock.js';
import type { Seal } from './platform/seal.js';

/** The address that letters show while no mail server is configured. */
const PREVIEW_MAIL_FROM = 'letters@clarion.example';

/** How letters and mails to supporters leave: over one pool of connections. */
export function createPostOffice(
  config: Config,
  identity: SendingIdentity,
  clock: Clock,
): { readonly channel: Channel; readonly mailer: Mailer } {
  const { SMTP_URL } = config;
  const sender = { ...identity, clock };
  if (!SMTP_URL) return { channel: createPreviewChannel(), mailer: createMailer(sender) };
  const relay = openRelay({ smtpUrl: SMTP_URL });
  return {
    channel: createSmtpChannel({ ...sender, smtpUrl: SMTP_URL }, relay),
    mailer: createMailer(sender, relay),
  };
}

/** Who sends, by the settings. */
export function identityOf(config: Config, seal: Seal): SendingIdentity {
  const { MAIL_FROM, BOUNCE_DOMAIN, DKIM_DOMAIN, DKIM_SELECTOR, DKIM_PRIVATE_KEY } = config;
  const isSigned = DKIM_DOMAIN !== undefined && DKIM_SELECTOR !== undefined && DKIM_PRIVATE_KEY !== undefined;
  return {
    mailFrom: MAIL_FROM ?? PREVIEW_MAIL_FROM,
    seal,
    bounceDomain: BOUNCE_DOMAIN,
    ...(isSigned && {
      dkim: { domainName: DKIM_DOMAIN, keySelector: DKIM_SELECTOR, privateKey: DKIM_PRIVATE_KEY },
    }),
  };
}
