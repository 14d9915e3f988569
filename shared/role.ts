/** The roles in a shop and what each may do. */

/** In order of rights: a cashier may do least, the owner everything. */
const ROLES = ['cashier', 'manager', 'owner'] as const;
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

/** The till knows no persons yet, so every act is the owner's. */
export const THE_OWNER: Actor = { role: 'owner', by: 'owner' };
