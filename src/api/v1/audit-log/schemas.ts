import { z } from "zod";
import { instant, nullableText } from "../../../schemas/index.ts";
import { actorKinds } from "../../../store/index.ts";
import { pageOf } from "../../http/page.ts";

const fields = z.record(z.string(), z.unknown());

export const auditEntryBody = z
  .object({
    id: z.uuid(),
    action: z.string().meta({ example: "key.created" }),
    target: z.string().describe("What was changed: the kind of thing and its id."),
    actor: z.object({
      type: z.enum(actorKinds).describe("operator: on the command line of the server."),
      id: nullableText.describe("Of the key or the person."),
      address: nullableText.describe("The network address that the request came from."),
    }),
    before: fields.describe("The fields that changed, as they were. Secrets are never among them."),
    after: fields,
    createdAt: instant,
  })
  .meta({ id: "AuditEntry" });

export const auditLogBody = pageOf(auditEntryBody).meta({ id: "AuditLog" });
