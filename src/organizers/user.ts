import type { Role } from './role.js';

/** A person who works for organizations. */
export type User = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
};

/** An organization and what the user is there. */
export type Membership = {
  readonly organizationId: string;
  /** Its short name, which stands in addresses. */
  readonly slug: string;
  readonly name: string;
  /** Whose clock its pages show: `America/Denver`. */
  readonly timeZone: string;
  readonly role: Role;
  /** 1 where its members need a second factor. */
  readonly needsSecondFactor: number;
};
