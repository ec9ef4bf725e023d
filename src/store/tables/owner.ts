export const modes = ["live", "test"] as const;
export type Mode = (typeof modes)[number];

/** Whose rows: a merchant's, in one of the two modes. */
export type Owner = { readonly merchantId: string; readonly mode: Mode };

/** A part of a list: at most `limit` rows after the one with the id `cursor`. */
export type PageRequest = { readonly cursor?: string | undefined; readonly limit: number };
