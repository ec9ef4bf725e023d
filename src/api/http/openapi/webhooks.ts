import type { OpenAPIV3_1 } from "openapi-types";

/** The id of the schema of a webhook's body, and what each type of event tells. */
export type WebhookDescriptions = { readonly schema: string; readonly types: Readonly<Record<string, string>> };

const headers = {
  "webhook-id": "The event's id, the same in every attempt.",
  "webhook-timestamp": "Unix seconds of the attempt.",
  "webhook-signature": "Standard Webhooks 1.0: `v1,` and a signature, several where a secret is being changed.",
};

/** The document's `webhooks`: what this server sends to a merchant's endpoint. */
export function webhookPaths({ schema, types }: WebhookDescriptions): Record<string, OpenAPIV3_1.PathItemObject> {
  const content = { "application/json": { schema: { $ref: `#/components/schemas/${schema}` } } };
  const parameters = Object.entries(headers).map(([name, description]) => ({
    name,
    in: "header",
    required: true,
    description,
    schema: { type: "string" as const, maxLength: 2_000 },
  }));
  return Object.fromEntries(
    Object.entries(types).map(([type, description]) => [
      type,
      {
        post: {
          operationId: operationId(type),
          summary: `Is told of ${type}`,
          description,
          tags: ["Webhooks"],
          security: [],
          parameters,
          requestBody: { required: true, content },
          responses: {
            "2XX": { description: "Delivered." },
            "410": { description: "Gone: nothing is sent to this endpoint any more." },
            default: { description: "Not delivered: it is sent again for three days." },
          },
        },
      },
    ]),
  );
}

/** "payment.completed" as "onPaymentCompleted". */
function operationId(type: string): string {
  return `on${type.replace(/(^|\.)([a-z])/g, (_match, _dot, letter: string) => letter.toUpperCase())}`;
}
