import type { FastifyInstance } from "fastify";
import type { z } from "zod";

/** Characters of a form that a person fills in. */
const bodyLimit = 10_000;

/** Reads what forms send, and nothing else, on this server and below. */
export function acceptForms(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string", bodyLimit },
    async (_request: unknown, body: string) => Object.fromEntries(new URLSearchParams(body)),
  );
  // What comes without a body is a form on which nothing was filled in.
  server.addHook("preValidation", async (request) => {
    request.body ??= {};
  });
}

/** The fields of a form in which something is wrong, each once. */
export function wrongFields<Form>({ issues }: z.ZodError<Form>): (keyof Form)[] {
  return [...new Set(issues.map(({ path: [field] }) => field as keyof Form))];
}
