import type { Clock, SecretBox } from "../runtime/index.ts";
import type { Database, Language } from "../store/index.ts";
import type { TemplateName } from "./templates/index.ts";
import type { Attachment, MailTransport } from "./transport.ts";

/** What queueing a mail needs. */
export type MailQueue = { readonly clock: Clock; readonly secretBox: SecretBox };

/** What sending them needs. */
export type MailContext = MailQueue & {
  readonly database: Database;
  readonly transport: MailTransport;
  /** The files that go with a mail, by what it says; in its language. */
  readonly attach: (template: TemplateName, data: unknown, language: Language) => Promise<readonly Attachment[]>;
  readonly publicUrl: string;
  /** In [0, 1), for jitter. */
  readonly random: () => number;
};
