import type { OpenAPIV3_1 } from "openapi-types";
import { exampleOf, referred } from "./example.ts";

/** Within a folder: what makes a thing comes before what reads it, and what ends it last. */
const methods = ["post", "put", "get", "patch", "delete"] as const;
type Method = (typeof methods)[number];

type Operation = { readonly path: string; readonly method: Method; readonly operation: OpenAPIV3_1.OperationObject };

/**
 * An OpenAPI document as a collection of Postman's, to import and try: a folder a tag, a request an operation, with examples for what is required and the
 * rest switched off. Its variables are `baseUrl`, `apiKey` and `apiOrigin`; what a request makes, later ones name by `{{<the last word of its path>Id}}`. Each request
 * checks that its answer is one that the document names. Format: https://schema.postman.com/collection/json/v2.1.0/draft-07/docs/
 */
export function postmanCollection(document: OpenAPIV3_1.Document, baseUrl: string) {
  const operations = operationsOf(document);
  const names = new Set(operations.flatMap(({ path }) => parametersOf(path).map(({ variable }) => variable)));
  return {
    info: {
      name: document.info.title,
      description: document.info.description,
      schema: "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
    },
    auth: bearer("{{apiKey}}"),
    variable: [
      { key: "baseUrl", value: baseUrl },
      { key: "apiKey", value: "" },
      { key: "apiOrigin", value: "" },
      ...[...names].toSorted().map((key) => ({ key, value: "01900000-0000-7000-8000-000000000000" })),
    ],
    item: (document.tags ?? []).map(({ name, description }) => ({
      name,
      description,
      item: operations
        .filter(({ operation }) => operation.tags?.includes(name))
        .toSorted((one, other) => methods.indexOf(one.method) - methods.indexOf(other.method))
        .map((each) => requestOf(each, document)),
    })),
  };
}

function operationsOf(document: OpenAPIV3_1.Document): Operation[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item?.[method];
      return operation ? [{ path, method, operation }] : [];
    }),
  );
}

/** The parameters in a path, each with the variable that stands for it: of `/payments/{id}` it is `paymentsId`. */
function parametersOf(path: string): { readonly name: string; readonly variable: string }[] {
  const words = path.split("/");
  return words.flatMap((word, index) => {
    const name = /^\{(.+)\}$/.exec(word)?.[1];
    return name === undefined ? [] : [{ name, variable: name === "id" ? variableOf(words[index - 1] ?? "") : name }];
  });
}

const variableOf = (resource: string) =>
  `${resource.replace(/[^a-z0-9]+(.)?/gi, (_, next = "") => next.toUpperCase())}Id`;

function requestOf({ path, method, operation }: Operation, document: OpenAPIV3_1.Document) {
  const parameters = (operation.parameters ?? []).map((parameter) =>
    "$ref" in parameter ? referred<OpenAPIV3_1.ParameterObject>(parameter, document) : parameter,
  );
  const body = bodyOf(operation, document);
  const shown = parameters.map((parameter) => ({
    ...parameter,
    value: `${exampleOf(parameter.schema ?? {}, document)}`,
  }));
  const entries = (place: string) =>
    shown
      .filter((parameter) => parameter.in === place)
      .map(({ name, value, description, required = false }) => ({
        key: name,
        value,
        description,
        disabled: !required,
      }));
  const isPublic = operation.security?.length === 0;
  return {
    name: operation.summary ?? operation.operationId,
    request: {
      method: method.toUpperCase(),
      description: operation.description,
      ...(isPublic && { auth: { type: "noauth" } }),
      header: [
        ...entries("header"),
        ...(body ? [{ key: "Content-Type", value: "application/json" }] : []),
        ...(isPublic ? [] : [{ key: "X-Api-Origin", value: "{{apiOrigin}}" }]),
      ],
      url: {
        raw: `{{baseUrl}}${path.replaceAll(/\{(.+?)\}/g, ":$1")}`,
        host: ["{{baseUrl}}"],
        path: path
          .slice(1)
          .split("/")
          .map((word) => word.replace(/^\{(.+)\}$/, ":$1")),
        query: entries("query"),
        variable: parametersOf(path).map(({ name, variable }) => ({ key: name, value: `{{${variable}}}` })),
      },
      ...(body && { body }),
    },
    event: [{ listen: "test", script: { type: "text/javascript", exec: checksOf({ path, method, operation }) } }],
  };
}

function bodyOf({ requestBody }: OpenAPIV3_1.OperationObject, document: OpenAPIV3_1.Document) {
  if (requestBody === undefined || "$ref" in requestBody) return undefined;
  const schema = requestBody.content["application/json"]?.schema;
  if (schema === undefined) return undefined;
  const raw = JSON.stringify(exampleOf(schema, document), null, 2);
  return { mode: "raw", raw, options: { raw: { language: "json" } } };
}

/** That the answer is documented; and of what was made, its id is kept for the requests that follow. */
function checksOf({ path, method, operation }: Operation): string[] {
  const statuses = Object.keys(operation.responses ?? {});
  const resource = path.split("/").at(-1) ?? "";
  return [
    `pm.test("The answer is documented", () => {`,
    `  const { code } = pm.response;`,
    `  const names = [String(code), Math.floor(code / 100) + "XX"];`,
    `  pm.expect(${JSON.stringify(statuses)}.some((status) => names.includes(status.toUpperCase())), "status " + code).to.equal(true);`,
    `  pm.expect(code).to.be.below(500);`,
    `});`,
    ...(method === "post" && !resource.startsWith("{")
      ? [
          `const made = pm.response.code === 201 ? pm.response.json() : {};`,
          `const { id } = made.data ?? made;`,
          `if (id) pm.collectionVariables.set(${JSON.stringify(variableOf(resource))}, id);`,
        ]
      : []),
  ];
}

const bearer = (value: string) => ({ type: "bearer", bearer: [{ key: "token", value, type: "string" }] });
