import type { Clock, SecretBox } from "../runtime/index.ts";
import type { Database } from "../store/index.ts";
import type { MailTransport } from "./transport.ts";

/** What queueing a mail needs. */
export type MailQueue = { readonly clock: Clock; readonly secretBox: SecretBox };

/** What sending them needs. */
export type MailContext = MailQueue & {
  readonly database: Database;
  readonly transport: MailTransport;
  readonly publicUrl: string;
  /** In [0, 1), for jitter. */
  readonly random: () => number;
};
