import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";
import { createJsonSchemaTransformObject, jsonSchemaTransform } from "fastify-type-provider-zod";
import type { OpenAPIV3_1 } from "openapi-types";
import { z } from "zod";
import type { Chain } from "../../../protocol/index.ts";
import { completeDocument } from "./complete-document.ts";
import { describe, tags } from "./description.ts";
import { postmanCollection } from "./postman/collection.ts";
import { securitySchemes } from "./security.ts";
import { type WebhookDescriptions, webhookPaths } from "./webhooks.ts";

export type OpenApiOptions = {
  readonly publicUrl: string;
  /** What the server offers. */
  readonly chains: readonly Chain[];
  readonly webhooks: WebhookDescriptions;
};

/** Serves the OpenAPI document of the routes that are added afterwards, and the same as a collection of Postman's. */
export async function serveOpenApi(
  server: FastifyInstance,
  { publicUrl, chains, webhooks }: OpenApiOptions,
): Promise<void> {
  const withSchemas = createJsonSchemaTransformObject({ schemaRegistry: z.globalRegistry });
  await server.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Railsplit",
        version: "1",
        description: describe(chains),
        license: { name: "MIT", identifier: "MIT" },
        contact: { name: "The operator of this server", url: publicUrl },
      },
      servers: [{ url: publicUrl }],
      tags: [...tags],
      components: { securitySchemes },
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => {
      const complete = withSchemas(document) as OpenAPIV3_1.Document;
      return completeDocument({ ...complete, webhooks: webhookPaths(webhooks) });
    },
  });
  for (const path of ["/v1/openapi.json", "/api/openapi"]) {
    server.get(path, { schema: { hide: true } }, async () => server.swagger());
  }
  server.get("/api/postman/collection", { schema: { hide: true } }, async (_request, reply) => {
    const collection = postmanCollection(server.swagger() as OpenAPIV3_1.Document, publicUrl);
    return reply
      .header("content-disposition", 'attachment; filename="railsplit.postman_collection.json"')
      .send(collection);
  });
}

/** Serves a page to read the document: that of this server or, where it is given, of another. */
export async function serveReference(server: FastifyInstance, of?: FastifyInstance): Promise<void> {
  if (of !== undefined) {
    const document = JSON.parse(JSON.stringify(of.swagger()));
    await server.register(swagger, { mode: "static", specification: { document } });
  }
  await server.register(swaggerUi, { routePrefix: "/docs", uiConfig: { docExpansion: "list" } });
}
