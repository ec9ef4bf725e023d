import type { FastifyInstance, FastifyRequest } from "fastify";
import { ApiError } from "./errors.ts";

/** Objects and arrays within each other: more than any request of ours needs, and few enough for every program that walks through them. */
const maxDepth = 64;

type Reviver = (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown;

/** Reads JSON bodies, and no others, on this server and below. An empty one is no body, whatever its content type says. */
export function acceptJsonBodies(server: FastifyInstance, reviver?: Reviver): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    "application/json",
    { parseAs: "buffer" },
    async (_request: FastifyRequest, body: Buffer) => (body.length === 0 ? undefined : parseJson(body, reviver)),
  );
}

/** Throws a 400 for what is no UTF-8, no JSON, or nested too deep. */
function parseJson(body: Buffer, reviver: Reviver | undefined): unknown {
  const text = decodeText(body);
  if (isTooDeep(text)) throw invalidBody(`It is nested deeper than ${maxDepth} levels.`);
  try {
    return JSON.parse(text, reviver as Parameters<typeof JSON.parse>[1]);
  } catch (error) {
    throw invalidBody(error instanceof Error ? error.message : String(error));
  }
}

function decodeText(body: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw invalidBody("It is not valid UTF-8.");
  }
}

/** Before it is parsed: what a reviver does is recursive. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (inString) {
      if (character === "\\") index += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "{" || character === "[") {
      depth += 1;
      if (depth > maxDepth) return true;
    } else if (character === "}" || character === "]") depth -= 1;
  }
  return false;
}

function invalidBody(why: string): ApiError {
  const errors = [{ path: [], message: `The body is not JSON that can be read here. ${why}` }];
  return new ApiError("VALIDATION_FAILED", "Validation failed", { errors });
}
