export const modes = ["live", "test"] as const;
export type Mode = (typeof modes)[number];

/** Whose rows: an organization's, in one of the two modes. */
export type Owner = { readonly organizationId: string; readonly mode: Mode };

/** A part of a list: at most `limit` rows after the one with the id `cursor`. */
export type PageRequest = { readonly cursor?: string | undefined; readonly limit: number };
