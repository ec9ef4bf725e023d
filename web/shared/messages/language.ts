/** The languages that there are messages in, each by its own name. */
export const languageNames = { en: "English", es: "Español", de: "Deutsch", ja: "日本語" } as const;

export type Language = keyof typeof languageNames;

export const languages = Object.keys(languageNames) as readonly Language[];

/** What was chosen before, or else the first of the browser's own that there is, or English. */
export function chooseLanguage(chosen: string | null, preferred: readonly string[]): Language {
  const wanted = [...(chosen === null ? [] : [chosen]), ...preferred].map((tag) => tag.split("-")[0]?.toLowerCase());
  return wanted.flatMap((tag) => languages.filter((language) => language === tag))[0] ?? "en";
}

const place = "railsplit.language";

function remembered(): string | null {
  try {
    return localStorage.getItem(place);
  } catch {
    // In some frames there is no storage.
    return null;
  }
}

/** The language of the page. Outside of a page, as in tests, it is English. */
export const language: Language = globalThis.document ? chooseLanguage(remembered(), navigator.languages) : "en";

export const direction: "ltr" | "rtl" = new Set(["ar", "fa", "he", "ur"]).has(language) ? "rtl" : "ltr";

/** A reader's own way to write numbers and dates, where it goes with the language of the page. */
export const locale =
  globalThis.navigator?.languages?.find((tag) => tag.split("-")[0]?.toLowerCase() === language) ?? language;

/** Has this browser say everything in another language from now on. The page is loaded again: all of it changes. */
export function changeLanguage(chosen: Language): void {
  try {
    localStorage.setItem(place, chosen);
  } catch {
    return;
  }
  location.reload();
}
