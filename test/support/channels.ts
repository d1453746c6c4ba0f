import { createSmtpChannel, type Channel } from '../../src/deliveries/index.js';
import { createSeal } from '../../src/platform/seal.js';
import { START, testConfig } from './world.js';

type Settings = Parameters<typeof createSmtpChannel>[0];

/** The SMTP channel to a test's own server, as the program would build it. */
export function channelTo(server: { readonly url: string }, given: Partial<Settings> = {}): Channel {
  return createSmtpChannel({
    smtpUrl: server.url,
    mailFrom: 'letters@mail.clarion.example',
    seal: createSeal(testConfig().SECRET),
    clock: { now: () => START },
    ...given,
  });
}
