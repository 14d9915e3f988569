/** Who may do what in a shop, and who somebody at the till is. */

/** From the one who may do least to the one who may do everything. */
const ROLES = ['cashier', 'manager', 'owner'] as const;
export type Role = (typeof ROLES)[number];

/** Whether somebody in this role may do what needs that one. */
export function mayDo(role: Role, needs: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needs);
}

/** Who asks for something. */
export type Actor = {
  readonly role: Role;
  /** The name that the shop knows them by. */
  readonly by: string;
};

/** Until there are people at the till, whoever does something is its owner. */
export const THE_OWNER: Actor = { role: 'owner', by: 'owner' };
