import { query, type Db } from '../platform/db.js';
import { bumpRevision } from '../platform/revisions.js';
import type { OrganizationSettings } from './organization-settings.js';

type Row = Omit<OrganizationSettings, 'needsApproval'> & { readonly needsApproval: number };

export async function findSettings(db: Db, organizationId: string): Promise<OrganizationSettings | undefined> {
  const [row] = await query<Row>(
    db,
    `SELECT name, postal_address AS "postalAddress", time_zone AS "timeZone", sender_name AS "senderName", footer, language,
            needs_approval AS "needsApproval"
       FROM organizations WHERE id = ?`,
    [organizationId],
  );
  return row && { ...row, needsApproval: row.needsApproval === 1 };
}

/** Pages of the organization's campaigns follow at once. */
export async function saveSettings(trx: Db, organizationId: string, settings: OrganizationSettings): Promise<void> {
  await trx('organizations')
    .where({ id: organizationId })
    .update({
      name: settings.name,
      postal_address: settings.postalAddress,
      time_zone: settings.timeZone,
      sender_name: settings.senderName,
      footer: settings.footer,
      language: settings.language,
      needs_approval: settings.needsApproval ? 1 : 0,
    });
  await bumpRevision(trx, 'campaigns');
}
