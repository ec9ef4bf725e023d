import type { Content } from "../content.ts";
import type { Say } from "../messages/index.ts";

/** What somebody can have no more of. */
export const mailCategories = ["invitations", "invoices"] as const;
export type MailCategory = (typeof mailCategories)[number];

/** A mail as a function of what it says. `Data` is kept as JSON until the mail is sent. */
export type Template<Data extends object> = {
  /** Null: transactional, its receiver asked for it or has to know. Any other mail can be unsubscribed from. */
  readonly category: MailCategory | null;
  /** Milliseconds after which it is of no use: it is given up then. */
  readonly life: number;
  write(data: Data, say: Say): Content;
  /** For previews and tests. */
  readonly example: Data;
};

const minute = 60_000;
export const life = { code: 10 * minute, usual: 24 * 60 * minute } as const;
