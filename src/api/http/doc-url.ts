import type { FastifyInstance } from "fastify";

declare module "fastify" {
  interface FastifyInstance {
    /** Where a code is explained to people; undefined where this server has no such page. */
    docUrlOf(code: string): string | undefined;
  }
}

/** The page that explains the codes, each under its own name. */
export const errorsPath = "/errors";

/** Has errors say where they are explained. */
export function explainErrors(server: FastifyInstance, publicUrl: string | undefined): void {
  server.decorate("docUrlOf", (code: string) => publicUrl && `${publicUrl}${errorsPath}#${code}`);
}
