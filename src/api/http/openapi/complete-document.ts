import type { OpenAPIV3_1 } from "openapi-types";
import { addFailures } from "./failures.ts";
import { dropUnusedSchemas } from "./schemas.ts";

const methods = ["get", "post", "put", "patch", "delete"] as const;

const mutating: readonly string[] = ["post", "put", "patch", "delete"];

const idempotencyKey: OpenAPIV3_1.ParameterObject = {
  name: "Idempotency-Key",
  in: "header",
  description: "Of your choice. The same request again within 24 hours gets the stored answer and changes nothing.",
  schema: { type: "string", minLength: 1, maxLength: 255 },
};

const successes: Readonly<Record<string, string>> = {
  "200": "Success.",
  "201": "Created.",
  "202": "Accepted: it is carried out within moments.",
};

/** Adds what follows from the kind of an operation and is the same for each: how it can fail, its headers, words for its answers. */
export function completeDocument(document: OpenAPIV3_1.Document): OpenAPIV3_1.Document {
  for (const path of Object.values(document.paths ?? {})) {
    for (const method of methods) {
      const operation = path?.[method];
      if (operation !== undefined) completeOperation(operation, mutating.includes(method));
    }
  }
  const complete: OpenAPIV3_1.Document = {
    ...document,
    components: { ...document.components, parameters: { IdempotencyKey: idempotencyKey } },
  };
  return dropUnusedSchemas(complete);
}

function completeOperation(operation: OpenAPIV3_1.OperationObject, isMutating: boolean): void {
  const isKeyed = isForKeys(operation);
  if (isKeyed && isMutating) {
    operation.parameters = [...(operation.parameters ?? []), { $ref: "#/components/parameters/IdempotencyKey" }];
  }
  for (const [status, response] of Object.entries(operation.responses ?? {})) {
    if (successes[status] && "description" in response) response.description = successes[status];
  }
  addFailures(operation, { isMutating, isKeyed });
}

/** Whether keys and sessions alone open it: such operations take idempotency keys. */
function isForKeys({ security = [] }: OpenAPIV3_1.OperationObject): boolean {
  return security.length > 0 && security.every((scheme) => !("checkoutToken" in scheme));
}
