import { describeConfig, type Config } from './config.js';
import type { DoctorSettings } from './doctor/index.js';

/** Settings that may lie in a file, which others must not read. */
const SECRET_SETTINGS = ['SECRET', 'DKIM_PRIVATE_KEY', 'DATA_KEYS'];

/** What the doctor looks at, out of the settings in force. */
export function doctorSettings(config: Config): DoctorSettings {
  const { DKIM_DOMAIN: domainName, DKIM_SELECTOR: keySelector, DKIM_PRIVATE_KEY: privateKey } = config;
  const inFiles = describeConfig(config).filter(
    ({ name, from }) => SECRET_SETTINGS.includes(name) && !['environment', 'default'].includes(from),
  );
  return {
    smtpUrl: config.SMTP_URL,
    mailFrom: config.MAIL_FROM,
    bounceDomain: config.BOUNCE_DOMAIN,
    dkim: domainName && keySelector && privateKey ? { domainName, keySelector, privateKey } : undefined,
    clamdUrl: config.CLAMD_URL,
    baseUrl: config.BASE_URL,
    databaseUrl: config.DATABASE_URL,
    secretFiles: inFiles.map(({ from }) => from),
  };
}
