import { say } from "../messages/index.ts";
import { changeLanguage, type Language, language, languageNames, languages } from "../messages/language.ts";
import "./language-choice.css";

/** The page in another language. Each is written as its readers write it. */
export function LanguageChoice() {
  return (
    <select
      class="language-choice"
      aria-label={say("language.label")}
      value={language}
      onChange={({ currentTarget }) => changeLanguage(currentTarget.value as Language)}
    >
      {languages.map((each) => (
        <option key={each} value={each} lang={each}>
          {languageNames[each]}
        </option>
      ))}
    </select>
  );
}
