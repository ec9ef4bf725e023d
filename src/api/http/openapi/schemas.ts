import type { OpenAPIV3_1 } from "openapi-types";

const prefix = "#/components/schemas/";

/** Each schema is generated as it is written and as it is answered: keeps what the document refers to, under the plain name where that is free. */
export function dropUnusedSchemas(document: OpenAPIV3_1.Document): OpenAPIV3_1.Document {
  const { schemas = {}, ...components } = document.components ?? {};
  const used = reachable({ ...document, components }, schemas);
  const nameOf = (name: string) => {
    const plain = name.replace(/Input$/, "");
    return used.has(plain) ? name : plain;
  };
  const kept = Object.fromEntries([...used].toSorted().map((name) => [nameOf(name), schemas[name]]));
  const text = JSON.stringify({ ...document, components: { ...components, schemas: kept } });
  return JSON.parse(text, (key, value) =>
    key === "$ref" && String(value).startsWith(prefix) ? prefix + nameOf(value.slice(prefix.length)) : value,
  );
}

/** The schemas that a part refers to, and those that they refer to. */
function reachable(part: unknown, schemas: NonNullable<OpenAPIV3_1.ComponentsObject["schemas"]>): Set<string> {
  const found = new Set<string>();
  const parts: unknown[] = [part];
  for (let next = parts.pop(); next !== undefined; next = parts.pop()) {
    JSON.stringify(next, (key, value) => {
      if (key === "$ref" && typeof value === "string" && value.startsWith(prefix)) {
        const name = value.slice(prefix.length);
        if (!found.has(name)) {
          found.add(name);
          parts.push(schemas[name]);
        }
      }
      return value;
    });
  }
  return found;
}
