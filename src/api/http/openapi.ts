import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";
import { createJsonSchemaTransformObject, jsonSchemaTransform } from "fastify-type-provider-zod";
import { z } from "zod";

/** Serves the OpenAPI document of the routes that are added afterwards. */
export async function serveOpenApi(server: FastifyInstance, publicUrl: string): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "Railsplit", version: "1", description: "Split stablecoin payments, settled in one transaction." },
      servers: [{ url: publicUrl }],
      components: { securitySchemes: { apiKey: { type: "http", scheme: "bearer" } } },
    },
    transform: jsonSchemaTransform,
    transformObject: createJsonSchemaTransformObject({ schemaRegistry: z.globalRegistry }),
  });
  for (const path of ["/v1/openapi.json", "/api/openapi"]) {
    server.get(path, { schema: { hide: true } }, async () => server.swagger());
  }
}

/** Serves a page to read the document: that of this server or, where it is given, of another. */
export async function serveReference(server: FastifyInstance, of?: FastifyInstance): Promise<void> {
  if (of !== undefined) {
    const document = JSON.parse(JSON.stringify(of.swagger()));
    await server.register(swagger, { mode: "static", specification: { document } });
  }
  await server.register(swaggerUi, { routePrefix: "/docs", uiConfig: { docExpansion: "list" } });
}
