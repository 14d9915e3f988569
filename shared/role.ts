/** The roles in a shop and what each may do. */

/** In order of rights: a cashier may do least, the owner everything. */
export const ROLES = ['cashier', 'manager', 'owner'] as const;
export type Role = (typeof ROLES)[number];

/** Whether a person with `role` may do what needs the role `needs`. */
export function mayDo(role: Role, needs: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needs);
}

/** The person who gives a command. */
export type Actor = {
  readonly role: Role;
  /** The person's name in the shop. */
  readonly by: string;
};

/** Everybody at a till that knows no people, or of a shop of one that has switched roles off. */
export const THE_OWNER: Actor = { role: 'owner', by: 'owner' };

/** Who gives a command that a locked till answers too. */
export const NOBODY: Actor = { role: 'cashier', by: 'nobody' };
