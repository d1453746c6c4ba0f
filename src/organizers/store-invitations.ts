import { query, type Db } from '../platform/db.js';
import type { Role } from './role.js';

/** Somebody who was asked to join an organization and has not answered yet. */
export type Invitation = {
  readonly id: string;
  readonly organizationId: string;
  readonly email: string;
  readonly emailKey: string;
  readonly role: Role;
  /** The name of who invites. */
  readonly invitedBy: string;
  readonly sentAt: number;
  readonly expiresAt: number;
  /** `link` where no mail could be sent and the link is handed over. */
  readonly mail: 'sent' | 'link';
};

const INVITATION = `SELECT id, organization_id AS "organizationId", email, email_key AS "emailKey", role,
                           invited_by AS "invitedBy", sent_at AS "sentAt", expires_at AS "expiresAt", mail
                      FROM invitations`;

/** The organization's open invitations, newest first; those that ran out stand there for a while. */
export function listInvitations(db: Db, organizationId: string): Promise<Invitation[]> {
  return query(db, `${INVITATION} WHERE organization_id = ? ORDER BY sent_at DESC, id`, [organizationId]);
}

export async function findInvitation(db: Db, id: string): Promise<Invitation | undefined> {
  return (await query<Invitation>(db, `${INVITATION} WHERE id = ?`, [id]))[0];
}

/** Keeps an invitation in place of an earlier one to the same address. */
export async function putInvitation(trx: Db, one: Invitation): Promise<void> {
  await trx('invitations').where({ organization_id: one.organizationId, email_key: one.emailKey }).delete();
  await trx('invitations').insert({
    id: one.id,
    organization_id: one.organizationId,
    email: one.email,
    email_key: one.emailKey,
    role: one.role,
    invited_by: one.invitedBy,
    sent_at: one.sentAt,
    expires_at: one.expiresAt,
    mail: one.mail,
  });
}

export async function markMailed(db: Db, id: string): Promise<void> {
  await db('invitations').where({ id }).update({ mail: 'sent' });
}

/** Ends the invitations to an address, of whichever organization. */
export async function deleteInvitationsTo(trx: Db, emailKey: string): Promise<void> {
  await trx('invitations').where({ email_key: emailKey }).delete();
}

/** Ends an invitation; answers whether it was still there. */
export async function deleteInvitation(trx: Db, id: string): Promise<boolean> {
  const deleted: number = await trx('invitations').where({ id }).delete();
  return deleted === 1;
}
