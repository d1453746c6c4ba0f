import { writeProtection } from '../../src/abuse/store-protection.js';
import { systemClock } from '../../src/platform/clock.js';
import { openDb, query } from '../../src/platform/db.js';
import { CAMPAIGN } from './people.js';

/**
 * Lets thousands of people a second act from one address, as no crowd does: without limits of networks, and with the
 * campaign's protection off, as an organizer may choose. Every submission is still screened.
 */
export const LET_IN = { LIMITS: 'off' } as const;

/** Turns the campaign's protection off; all programs follow within seconds. */
export async function turnProtectionOff(databaseUrl: string): Promise<void> {
  const db = openDb(databaseUrl);
  try {
    const [campaign] = await query<{ id: string }>(db, 'SELECT id FROM campaigns WHERE slug = ?', [CAMPAIGN]);
    if (!campaign) throw new Error(`There is no campaign ${CAMPAIGN}.`);
    const at = systemClock.now();
    await writeProtection(db, { campaignId: campaign.id, mode: 'off', setBy: 'Bench', setAt: at });
  } finally {
    await db.destroy();
  }
}
