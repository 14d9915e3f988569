/** Who may do what in a shop. */
export type Role = 'cashier' | 'manager' | 'owner';
