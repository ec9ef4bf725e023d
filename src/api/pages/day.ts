import type { Language } from "../../store/index.ts";

/** A day as people read it there: "31 January 2027". In UTC where no time zone is named. */
export function dayText(time: string | Date, language: Language, timeZone = "UTC"): string {
  const locale = language === "en" ? "en-GB" : language;
  return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone }).format(new Date(time));
}
