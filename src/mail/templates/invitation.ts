import { type MemberRole, memberRoles } from "../../store/index.ts";
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

const isRole = (role: string): role is MemberRole => (memberRoles as readonly string[]).includes(role);

/** An invitation to join an organization. Its receiver may not know who sends it, so it can be unsubscribed from. */
export const invitation: Template<Invitation> = {
  category: "invitations",
  life: life.usual,
  write: ({ organization, inviter, role, url, expiresAt }, say) => ({
    subject: say("invitation.subject", { organization }),
    blocks: [
      text(inviter === null ? say("invitation.byOperator") : say("invitation.by", { inviter })),
      facts(
        [say("organization"), organization],
        [say("invitation.role"), isRole(role) ? say(`role.${role}`) : role],
        [say("invitation.until"), expiresAt],
      ),
      action(say("invitation.accept"), url),
      text(say("invitation.once")),
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
