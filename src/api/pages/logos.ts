import type { FastifyInstance } from "fastify";
import { validate as isUuid } from "uuid";
import { readLogo } from "../../access/index.ts";
import type { Database } from "../../store/index.ts";
import { ApiError } from "../http/errors.ts";

type Params = { readonly organizationId: string; readonly hash: string };

/** Serves organizations' logos, to whoever has the address: a picture, and nothing that runs where it is opened by itself. */
export function serveLogos(server: FastifyInstance, { database }: { readonly database: Database }): void {
  server.get<{ Params: Params }>(
    "/logos/:organizationId/:hash",
    { schema: { hide: true }, config: { isPage: true } },
    async (request, reply) => {
      const { organizationId, hash } = request.params;
      const logo = isUuid(organizationId) ? await readLogo(database, { organizationId, hash }) : undefined;
      if (!logo) throw new ApiError("NOT_FOUND", "There is no such logo.");
      reply.type(logo.type).headers({
        "content-security-policy": "default-src 'none'; sandbox",
        // Mails and the shop's own pages show it too.
        "cross-origin-resource-policy": "cross-origin",
        // Its address changes with its content.
        "cache-control": "public, max-age=31536000, immutable",
      });
      return reply.send(Buffer.from(logo.content));
    },
  );
}
