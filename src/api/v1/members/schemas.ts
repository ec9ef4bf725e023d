import { z } from "zod";
import { instant } from "../../../schemas/index.ts";
import { memberRoles } from "../../../store/index.ts";

export const memberBody = z
  .object({
    id: z.uuid(),
    email: z.string(),
    name: z.string(),
    role: z.enum(memberRoles),
    disabledAt: instant.nullable().describe("Shut out since then, with the keys that this person made."),
    activeKeys: z.int().describe("Keys that this person made: they end when the person is removed."),
    createdAt: instant,
  })
  .meta({ id: "Member" });

export const memberListBody = z.object({ data: z.array(memberBody) }).meta({ id: "MemberList" });

export const changeMemberBody = z
  .strictObject({
    role: z.enum(memberRoles).exclude(["owner"]).optional().describe("Owners are made by a transfer, or invited."),
    disabled: z.boolean().optional().describe("true: neither this person nor the keys of this person get in."),
  })
  .describe("What is left out stays as it is.")
  .meta({ id: "ChangeMember" });
