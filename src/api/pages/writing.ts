import type { FastifyRequest } from "fastify";
import type { Language } from "../../store/index.ts";
import { type Say, sayIn } from "./messages/index.ts";
import { readerLanguage } from "./reader-language.ts";

/** A reader's language, and what speaks it. */
export type Writing = { readonly language: Language; readonly say: Say };

export function writingFor(request: Pick<FastifyRequest, "headers">): Writing {
  const language = readerLanguage(request);
  return { language, say: sayIn(language) };
}
