import type { Language } from "../../../store/index.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { ja } from "./ja.ts";

export type MessageKey = keyof typeof en;

/** A language's own sentences. */
export type Messages = Readonly<Record<MessageKey, string>>;

/** A sentence in a reader's language. */
export type Say = (key: MessageKey, values?: Readonly<Record<string, string>>) => string;

/** What the server's own pages say, in every language that there is. */
export const pageMessages: Readonly<Record<Language, Messages>> = { en, es, de, ja };

export function sayIn(language: Language): Say {
  return (key, values = {}) =>
    pageMessages[language][key].replace(/\{(\w+)\}/g, (gap, name: string) => values[name] ?? gap);
}
