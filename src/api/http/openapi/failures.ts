import type { OpenAPIV3_1 } from "openapi-types";

const failures = {
  400: "The request is not valid: `errors` says where.",
  401: "There is no valid key, token or session.",
  403: "The key or the role does not allow this, or not from here: `code` says why.",
  404: "There is no such thing, or it is another merchant's.",
  409: "It does not go together with what is there: `code` says why.",
  413: "The body is too large.",
  415: "The body is of another content type than JSON.",
  422: "It does not fit, or the chain or the price of gas is against it: the error says why.",
  429: "Too many requests: wait for `retryAfter` seconds.",
  501: "This server does not do this: `code` says why.",
  "5XX": "A failure on our side, or of a chain or bundler: `code` says which.",
} as const;

export type Failure = keyof typeof failures;

/** Under which a route names the statuses that do not follow from its kind. */
export const failuresOfRoute = "x-failures";

type Kind = { readonly isMutating: boolean; readonly isKeyed: boolean };

/** The statuses, other than of success, that an operation can answer. */
export function addFailures(operation: OpenAPIV3_1.OperationObject, { isMutating, isKeyed }: Kind): void {
  const route = operation as OpenAPIV3_1.OperationObject & { [failuresOfRoute]?: readonly Failure[] };
  const inPath = (operation.parameters ?? []).some((parameter) => "in" in parameter && parameter.in === "path");
  const statuses = new Set<Failure>([400, 429, "5XX", ...(route[failuresOfRoute] ?? [])]);
  if ((operation.security ?? []).length > 0) statuses.add(401).add(403);
  if (inPath) statuses.add(404);
  if (isMutating) statuses.add(413).add(415);
  if (isMutating && isKeyed) statuses.add(409);
  delete route[failuresOfRoute];
  const { "4XX": error, "5XX": _, ...responses } = operation.responses ?? {};
  for (const status of Object.keys(failures) as `${Failure}`[]) {
    const key = status === "5XX" ? status : (Number(status) as Failure);
    if (statuses.has(key)) responses[status] = failure(failures[key], error);
  }
  operation.responses = responses;
}

/** Of the shape that the route gives its errors. */
function failure(
  description: string,
  error: OpenAPIV3_1.ReferenceObject | OpenAPIV3_1.ResponseObject | undefined,
): OpenAPIV3_1.ResponseObject {
  const content = error !== undefined && "content" in error ? error.content : undefined;
  const ours = { "application/json": { schema: { $ref: "#/components/schemas/Error" } } };
  return { description, content: content ?? ours };
}
