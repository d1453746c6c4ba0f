import type { Channel } from '../delivery.js';

/** Stands in while no mail server is configured: letters go to the outbox page and nowhere else. */
export function createPreviewChannel(): Channel {
  return {
    send: () => Promise.resolve({ state: 'previewed', response: 'No mail server is configured (SMTP_URL).' }),
    close: () => Promise.resolve(),
  };
}
