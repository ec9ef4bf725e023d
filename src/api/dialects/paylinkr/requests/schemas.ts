import { z } from "zod";
import { instant, text } from "../../../../schemas/index.ts";
import { pageOf, pageQuery } from "../pages.ts";

export const requestLogQuery = pageQuery.extend({ requestId: text(200).optional() });

export const requestLogBody = z
  .object({
    id: z.string(),
    requestId: z.string().describe("The `X-Request-Id` of its answer."),
    method: z.string(),
    path: z.string().describe("Without the query."),
    statusCode: z.int(),
    durationMs: z.int(),
    idempotencyKey: z.string().optional(),
    apiKeyId: z.string().optional().describe("Left out: a person, signed in."),
    ip: z.string(),
    createdAt: instant,
  })
  .meta({ id: "PayLinkrRequestLog" });

export const requestLogListBody = pageOf(requestLogBody).meta({ id: "PayLinkrRequestLogList" });
