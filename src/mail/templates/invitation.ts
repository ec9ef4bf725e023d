import { action, facts, text } from "../content.ts";
import { life, type Template } from "./template.ts";

export type Invitation = {
  readonly organization: string;
  /** Who invites: a name or an address; null for the operator. */
  readonly inviter: string | null;
  readonly role: string;
  /** Opens the invitation: it holds its secret. */
  readonly url: string;
  /** As `readableTime` writes it. */
  readonly expiresAt: string;
};

/** An invitation to join an organization. Its receiver may not know who sends it, so it can be unsubscribed from. */
export const invitation: Template<Invitation> = {
  category: "invitations",
  life: life.usual,
  write: ({ organization, inviter, role, url, expiresAt }) => ({
    subject: `Invitation to ${organization}`,
    blocks: [
      text(`${inviter ?? "The operator of this server"} invites you to join an organization.`),
      facts(["Organization", organization], ["Your role", role], ["Open until", expiresAt]),
      action("Accept the invitation", url),
      text("The link works once. If you do not know who invites you, ignore this mail."),
    ],
  }),
  example: {
    organization: "Example Shop",
    inviter: "olivia@shop.example",
    role: "member",
    url: "https://pay.example/invitations/example",
    expiresAt: "2026-12-03 12:00 UTC",
  },
};
