import type { NodemailerError } from 'nodemailer';
import { parseConnectionUrl } from 'nodemailer/lib/shared';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { relayOptions, type Timeouts } from './pool.js';
import { asDeliveryError } from './smtp-failure.js';

/** How a relay receives us. */
export type RelayWelcome = {
  readonly isEncrypted: boolean;
  /** `no`: it offers none, though we have a name and a password. `none`: we have none. */
  readonly login: 'yes' | 'no' | 'none';
};

const TIMEOUTS: Timeouts = { connectMs: 10_000, envelopeMs: 10_000, answerMs: 10_000 };

/** Greets the relay and logs in, just as sending does, and sends nothing. @throws DeliveryError */
export async function probeRelay(smtpUrl: string, timeouts: Timeouts = TIMEOUTS): Promise<RelayWelcome> {
  const given = parseConnectionUrl(smtpUrl);
  const own = relayOptions(smtpUrl, timeouts);
  const connection = new SMTPConnection({ ...own, ...given, tls: { ...own.tls, ...given.tls } });
  try {
    await settled((done) => connection.connect(done), connection);
    const { auth } = given;
    if (!auth) return { isEncrypted: connection.secure, login: 'none' };
    if (!connection.allowsAuth) return { isEncrypted: connection.secure, login: 'no' };
    await settled((done) => connection.login({ ...auth }, done), connection);
    return { isEncrypted: connection.secure, login: 'yes' };
  } catch (error) {
    throw asDeliveryError(error as NodemailerError, 'connect');
  } finally {
    connection.quit();
    connection.close();
  }
}

function settled(begin: (done: (error?: Error | null) => void) => void, connection: SMTPConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.once('error', reject);
    connection.once('end', () => {
      reject(new Error('Connection closed'));
    });
    begin((error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
