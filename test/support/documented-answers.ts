import assert from "node:assert/strict";
import type { ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

// biome-ignore lint/suspicious/noExplicitAny: a document of JSON.
export type Json = any;

/** One answer of a server. */
export type DocumentedAnswer = {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly contentType: string | null;
  readonly text: string;
};

/** Fails where an answer is not one that the OpenAPI document names, or not of the shape that it says. Routes that the document leaves out pass. */
export type CheckAnswer = (answer: DocumentedAnswer) => void;

export function checkAnswersAgainst(document: Json): CheckAnswer {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: "document", ...document });
  const compiled = new Map<string, ValidateFunction>();
  const paths = Object.keys(document.paths).map((path) => ({
    path,
    matches: new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`),
  }));

  const validatorOf = (pointer: string): ValidateFunction => {
    const known = compiled.get(pointer);
    if (known) return known;
    const validate = ajv.compile({ $ref: `document#${pointer}` });
    compiled.set(pointer, validate);
    return validate;
  };

  return ({ method, path, status, contentType, text }) => {
    const { pathname } = new URL(path, "http://localhost");
    const known = paths.find(({ matches }) => matches.test(pathname));
    const operation = known && document.paths[known.path][method.toLowerCase()];
    if (!known || !operation) return;
    const name = `${method} ${known.path} answered ${status}`;
    const key = [`${status}`, `${Math.floor(status / 100)}XX`].find((each) => each in operation.responses);
    assert.ok(key, `${name}, which its document does not name: ${text.slice(0, 300)}`);
    const [type] = (contentType ?? "").split(";");
    const { content } = operation.responses[key];
    assert.ok(content?.[type ?? ""], `${name} as ${contentType}, which its document does not name`);
    if (type !== "application/json") return;
    const parts = ["paths", known.path, method.toLowerCase(), "responses", key, "content", type, "schema"];
    const validate = validatorOf(`/${parts.map((part) => encodeURIComponent(escapePointer(part))).join("/")}`);
    assert.ok(validate(JSON.parse(text)), `${name}: ${ajv.errorsText(validate.errors)} in ${text.slice(0, 500)}`);
  };
}

const escapePointer = (part: string) => part.replaceAll("~", "~0").replaceAll("/", "~1");
