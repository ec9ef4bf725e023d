import type { FastifyRequest } from "fastify";
import { isLanguage, type Language } from "../../store/index.ts";

/** How many languages a browser may name: nobody reads more. */
const mostNamed = 20;

/** The first language that there is of those that a browser asks for (RFC 9110, `Accept-Language`); English where it asks for none of them. */
export function readerLanguage({ headers }: Pick<FastifyRequest, "headers">): Language {
  const named = (headers["accept-language"] ?? "").split(",", mostNamed).map((part) => {
    const [name = "", ...parameters] = part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    const weight = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2) ?? "1";
    return { language: name.split("-")[0] ?? "", weight: Number(weight) };
  });
  const wanted = named.filter(({ weight }) => weight > 0).toSorted((one, other) => other.weight - one.weight);
  return wanted.map(({ language }) => language).find(isLanguage) ?? "en";
}
