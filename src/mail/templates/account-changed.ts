import { facts, text } from "../content.ts";
import { life, type Template } from "./template.ts";

/** What can change about how a person signs in, with the name of what `detail` says. */
const changes = {
  passkey_added: "passkey",
  passkey_removed: "passkey",
  app_added: "other",
  app_removed: "other",
  recovery_codes_replaced: "other",
  recovery_code_used: "recoveryCodes",
  email_changed: "newAddress",
  mailbox_proven: "removed",
} as const;

export type AccountChanged = {
  readonly change: keyof typeof changes;
  readonly detail: string | null;
  /** The network address that it was made from. */
  readonly address: string;
  /** As `readableTime` writes it. */
  readonly at: string;
};

/** Tells a person how the account can be signed in to from now on, in case that somebody else did it. */
export const accountChanged: Template<AccountChanged> = {
  category: null,
  life: life.usual,
  write: ({ change, detail, address, at }, say) => ({
    subject: say(`accountChanged.${change}`),
    blocks: [
      facts(
        ...(detail === null ? [] : ([[say(`accountChanged.detail.${changes[change]}`), detail]] as const)),
        [say("accountChanged.from"), address],
        [say("accountChanged.at"), at],
      ),
      text(say("accountChanged.yours")),
      text(say(change === "email_changed" ? "accountChanged.notYoursAddress" : "accountChanged.notYours")),
    ],
  }),
  example: { change: "passkey_added", detail: "Laptop", address: "203.0.113.7", at: "2026-11-26 12:00 UTC" },
};
