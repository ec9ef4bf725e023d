import type { MailContext } from "../../src/mail/context.ts";
import { createSmtpTransport } from "../../src/mail/smtp-transport.ts";
import type { Clock } from "../../src/runtime/clock.ts";
import { createSecretBox } from "../../src/runtime/secret-box.ts";
import type { Mailbox } from "../../src/sandbox/mailbox.ts";
import type { Database } from "../../src/store/index.ts";

/** The sender of test mails. */
export const sender = { name: "Test", address: "payments@sender.example" };

/** What sends mails to a mailbox of the sandbox: without jitter, and sealed. */
export function mailContext(
  database: Database,
  mailbox: Pick<Mailbox, "smtp">,
  clock: Clock = () => new Date(),
): MailContext {
  return {
    database,
    clock,
    secretBox: createSecretBox([Buffer.alloc(32, 7)]),
    transport: createSmtpTransport({ ...mailbox.smtp, implicitTls: false, isLoopback: true, from: sender }),
    attach: async () => [],
    publicUrl: "https://pay.example",
    random: () => 0,
  };
}
