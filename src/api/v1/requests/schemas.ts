import { z } from "zod";
import { instant, int32Text, nullableText, text } from "../../../schemas/index.ts";
import { pageOf, pageQuery } from "../../http/page.ts";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"] as const;

export const requestListQuery = pageQuery.extend({
  requestId: text(200).optional(),
  method: z.enum(methods).optional(),
  statusCode: int32Text({ min: 100, max: 599 }).optional(),
  keyId: z.uuid().optional(),
});

export const loggedRequestBody = z
  .object({
    id: z.uuid(),
    requestId: z.string().describe("The `X-Request-Id` of its answer."),
    method: z.string(),
    path: z.string().describe("Without the query."),
    statusCode: z.int(),
    durationMs: z.int(),
    keyId: z.uuid().nullable().describe("Null: a person, signed in."),
    idempotencyKey: nullableText,
    ip: z.string(),
    createdAt: instant,
  })
  .meta({ id: "LoggedRequest" });

export const requestListBody = pageOf(loggedRequestBody).meta({ id: "LoggedRequestList" });
