/** What one process does: everything, the HTTP API only, or the background work only. */
export const roles = ["all", "api", "worker"] as const;
export type Role = (typeof roles)[number];
