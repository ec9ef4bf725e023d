import { type Language, language, locale } from "./language.ts";

export type MessageValues = Readonly<Record<string, string | number>>;

/** Of a message with forms, languages have the forms that they need: `other` always. */
type Form = `${string}.${"zero" | "one" | "two" | "few" | "many"}`;

/** Another language's messages: the compiler says which one is missing. */
export type Translation<English> = Readonly<
  Record<Exclude<keyof English, Form>, string> & Partial<Record<Extract<keyof English, Form>, string>>
>;

/** A message that has forms for one and for several. */
export type CountedKeyOf<Key> = Key extends `${infer Name}.one` ? Name : never;

/**
 * The messages of the page's language. Each but English is a file of its own, loaded where it is wanted; where it cannot be had, the page is in English rather
 * than not there.
 */
export async function loadCatalog<English>(
  english: English,
  others: Readonly<Record<Exclude<Language, "en">, () => Promise<{ readonly messages: Translation<English> }>>>,
): Promise<Translation<English>> {
  if (language === "en") return english as Translation<English>;
  try {
    return (await others[language]()).messages;
  } catch {
    return english as Translation<English>;
  }
}

/** A message with what goes into its gaps. */
export function fill(message: string, values: MessageValues): string {
  return message.replace(/\{(\w+)\}/g, (gap, name: string) => `${values[name] ?? gap}`);
}

const plurals = new Intl.PluralRules(language);

/** The message for a count, of the forms that the language has. */
export function fillCounted(
  catalog: Readonly<Record<string, string>>,
  key: string,
  count: number,
  values: MessageValues,
): string {
  const message = catalog[`${key}.${plurals.select(count)}`] ?? catalog[`${key}.other`] ?? key;
  return fill(message, { ...values, count: new Intl.NumberFormat(locale).format(count) });
}
