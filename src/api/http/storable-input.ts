import type { FastifyRequest } from "fastify";
import type { Issue } from "../../payments/index.ts";
import { isStorableText } from "../../runtime/index.ts";
import { ApiError } from "./errors.ts";

/**
 * Refuses text that would become another on its way through programs and databases, wherever in a request it stands: NUL characters, halves of
 * surrogate pairs, escapes that are no UTF-8. For every route, before its schema: fields that a schema leaves open are covered too.
 */
export async function refuseUnstorableInput(request: FastifyRequest): Promise<void> {
  const errors = [
    ...undecodable(request.raw.url ?? ""),
    ...unstorable(request.params),
    ...unstorable(request.query),
    ...unstorable(request.body),
  ];
  if (errors.length === 0) return;
  throw new ApiError("VALIDATION_FAILED", "Validation failed", { errors });
}

/** Issues that are told of one request. */
const maxIssues = 20;

const message = "must be text without NUL characters and without halves of surrogate pairs";

type Place = { readonly value: unknown; readonly path: Issue["path"] };

/** Without recursion: a stranger says how deep it goes. */
function unstorable(root: unknown): Issue[] {
  const issues: Issue[] = [];
  const places: Place[] = [{ value: root, path: [] }];
  for (let place = places.pop(); place !== undefined && issues.length < maxIssues; place = places.pop()) {
    const { value, path } = place;
    if (typeof value === "string") {
      if (!isStorableText(value)) issues.push({ path, message });
    } else if (Array.isArray(value)) {
      for (const [index, element] of value.entries()) places.push({ value: element, path: [...path, index] });
    } else if (typeof value === "object" && value !== null) {
      for (const [key, element] of Object.entries(value)) {
        const at = [...path, key];
        if (!isStorableText(key)) issues.push({ path: at, message: `the name ${message}` });
        else if (key === "__proto__") issues.push({ path: at, message: "this name cannot be used" });
        else places.push({ value: element, path: at });
      }
    }
  }
  return issues;
}

/** Parsers of queries leave such escapes as they are, or put another character in their place. */
function undecodable(url: string): Issue[] {
  const [, query = ""] = /\?(.*)$/s.exec(url) ?? [];
  return query.split("&").flatMap((pair) => {
    const [name = ""] = pair.split("=");
    return isDecodable(pair) ? [] : [{ path: [name], message: "must be UTF-8 in percent escapes" }];
  });
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
