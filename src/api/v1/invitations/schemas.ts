import { z } from "zod";
import { instant, mailAddress, nullableText, text } from "../../../schemas/index.ts";
import { memberRoles } from "../../../store/index.ts";

export const inviteBody = z
  .strictObject({
    email: mailAddress,
    role: z.enum(memberRoles).describe("Owners are invited by owners."),
    delivery: z
      .enum(["mail", "link"])
      .default("mail")
      .describe("link: you hand `url` over yourself, as where this server sends no mail."),
  })
  .meta({ id: "Invite" });

export const invitationBody = z
  .object({
    id: z.uuid(),
    email: z.string(),
    role: z.enum(memberRoles),
    delivery: z.enum(["mail", "link"]),
    invitedBy: z.uuid().nullable().describe("The member's id; null: the operator."),
    expiresAt: instant,
    createdAt: instant,
  })
  .meta({ id: "Invitation" });

export const newInvitationBody = invitationBody
  .extend({ url: nullableText.describe("Shown once; null where it went by mail.") })
  .meta({ id: "NewInvitation" });

export const invitationListBody = z.object({ data: z.array(invitationBody) }).meta({ id: "InvitationList" });

export const acceptInvitationBody = z
  .strictObject({
    token: text(100, 1).describe("The last part of the link."),
    name: text(100, 1).describe("Of a new account: what others see."),
  })
  .meta({ id: "AcceptInvitation" });

export const acceptedInvitationBody = z.object({ organizationId: z.uuid() }).meta({ id: "AcceptedInvitation" });
