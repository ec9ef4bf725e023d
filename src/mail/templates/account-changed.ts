import { facts, text } from "../content.ts";
import { life, type Template } from "./template.ts";

/** What can change about how a person signs in, as a sentence. */
const sentences = {
  passkey_added: "A passkey was added to your account",
  passkey_removed: "A passkey was removed from your account",
  app_added: "An authenticator app was added to your account",
  app_removed: "The authenticator app was removed from your account",
  recovery_codes_replaced: "The recovery codes of your account were replaced",
  recovery_code_used: "A recovery code signed in to your account",
  email_changed: "The mail address of your account was changed",
  mailbox_proven: "Passkeys and app from before your first code by mail were removed",
} as const;

/** What `detail` says. */
const details: Partial<Record<keyof typeof sentences, string>> = {
  passkey_added: "Passkey",
  passkey_removed: "Passkey",
  recovery_code_used: "Recovery codes",
  email_changed: "New address",
  mailbox_proven: "Removed",
};

export type AccountChanged = {
  readonly change: keyof typeof sentences;
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
  write: ({ change, detail, address, at }) => ({
    subject: sentences[change],
    blocks: [
      facts(
        ...(detail === null ? [] : ([[details[change] ?? "Detail", detail]] as const)),
        ["From", address],
        ["At", at],
      ),
      text("You did this? Then there is nothing to do."),
      text(
        change === "email_changed"
          ? "You did not? Then ask an owner of your organization, or the operator of this server, to shut the account out, now: codes go to the new address."
          : "You did not? Then end your other sessions, look at your passkeys and your app, and ask an owner of your organization to shut the account out until it is yours again.",
      ),
    ],
  }),
  example: { change: "passkey_added", detail: "Laptop", address: "203.0.113.7", at: "2026-11-26 12:00 UTC" },
};
