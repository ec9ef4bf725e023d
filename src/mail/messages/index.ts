import type { Language } from "../../store/index.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { ja } from "./ja.ts";

export type MessageKey = keyof typeof en;

/** A sentence of a mail in its receiver's language. */
export type Say = (key: MessageKey, values?: Readonly<Record<string, string>>) => string;

/** What mails say, in every language that there is. */
export const mailMessages: Readonly<Record<Language, Readonly<Record<MessageKey, string>>>> = { en, es, de, ja };

export function sayIn(language: Language): Say {
  return (key, values = {}) =>
    mailMessages[language][key].replace(/\{(\w+)\}/g, (gap, name: string) => values[name] ?? gap);
}
