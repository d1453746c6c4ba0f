import { query, type Db } from '../platform/db.js';

/** How an organization was asked to join a coalition. Only an open one can be accepted, until it expires. */
export type CoalitionInvitation = {
  readonly id: string;
  readonly partnerId: string;
  readonly coalitionId: string;
  readonly hostOrganizationId: string;
  /** '' once it was answered or taken back. */
  readonly email: string;
  readonly emailKey: string;
  /** The name of who invites. */
  readonly invitedBy: string;
  readonly sentAt: number;
  readonly expiresAt: number;
  /** `link` where no mail could be sent and the link is handed over. */
  readonly mail: 'sent' | 'link';
  readonly state: 'open' | 'accepted' | 'declined' | 'withdrawn';
  readonly endedAt: number | null;
};

const INVITATION = `SELECT one.id, partner_id AS "partnerId", coalition_id AS "coalitionId",
                           host_organization_id AS "hostOrganizationId", email, email_key AS "emailKey",
                           invited_by AS "invitedBy", sent_at AS "sentAt", expires_at AS "expiresAt", mail, one.state,
                           ended_at AS "endedAt"
                      FROM coalition_invitations AS one JOIN partners ON partners.id = partner_id`;

export async function findCoalitionInvitation(db: Db, id: string): Promise<CoalitionInvitation | undefined> {
  return (await query<CoalitionInvitation>(db, `${INVITATION} WHERE one.id = ?`, [id]))[0];
}

/** The last invitation of each partner of a coalition that was invited, by the partner's id. */
export async function lastInvitations(db: Db, coalitionId: string): Promise<ReadonlyMap<string, CoalitionInvitation>> {
  const rows = await query<CoalitionInvitation>(db, `${INVITATION} WHERE coalition_id = ? ORDER BY sent_at, one.id`, [
    coalitionId,
  ]);
  return new Map(rows.map((row) => [row.partnerId, row]));
}

/** Open invitations that came to an address by mail, newest first. */
export function listInvitationsTo(
  db: Db,
  { emailKey, now }: { readonly emailKey: string; readonly now: number },
): Promise<CoalitionInvitation[]> {
  return query(
    db,
    `${INVITATION} WHERE email_key = ? AND one.state = 'open' AND expires_at > ? ORDER BY sent_at DESC, one.id DESC`,
    [emailKey, now],
  );
}

/** How many invitations an organization sent since a moment, whatever became of them. */
export async function countInvitations(db: Db, hostOrganizationId: string, since: number): Promise<number> {
  const rows = await query<{ sent: number }>(
    db,
    'SELECT COUNT(*) AS sent FROM coalition_invitations WHERE host_organization_id = ? AND sent_at > ?',
    [hostOrganizationId, since],
  );
  return rows[0]?.sent ?? 0;
}

export async function insertCoalitionInvitation(
  trx: Db,
  one: Omit<CoalitionInvitation, 'coalitionId' | 'endedAt' | 'state'>,
): Promise<void> {
  await trx('coalition_invitations').insert({
    id: one.id,
    partner_id: one.partnerId,
    host_organization_id: one.hostOrganizationId,
    email: one.email,
    email_key: one.emailKey,
    invited_by: one.invitedBy,
    sent_at: one.sentAt,
    expires_at: one.expiresAt,
    mail: one.mail,
    state: 'open',
  });
}

export async function markInvitationMailed(db: Db, id: string): Promise<void> {
  await db('coalition_invitations').where({ id }).update({ mail: 'sent' });
}

/** Ends the open invitation of a partner, or this one only, and forgets the address; answers whether there was one. */
export async function endInvitation(
  trx: Db,
  of: { readonly partnerId: string; readonly id?: string },
  as: { readonly state: 'accepted' | 'declined' | 'withdrawn'; readonly at: number },
): Promise<boolean> {
  const ended: number = await trx('coalition_invitations')
    .where({ partner_id: of.partnerId, state: 'open', ...(of.id !== undefined && { id: of.id }) })
    .update({ state: as.state, ended_at: as.at, email: '', email_key: '' });
  return ended > 0;
}

/** Forgets the addresses of invitations that ran out before a moment. */
export async function forgetAddresses(trx: Db, before: number): Promise<void> {
  await trx('coalition_invitations')
    .where({ state: 'open' })
    .where('expires_at', '<', before)
    .update({ email: '', email_key: '' });
}
