import { useLocation } from "preact-iso";
import { say } from "../messages/index.ts";
import { pathWith } from "../session/paths.ts";
import { typedIn } from "./form.tsx";
import { Icon } from "./icon.tsx";

type SearchFormProps = { readonly path: string; readonly label: string; readonly q: string | undefined };

/** One text to look for, in the page's address. */
export function SearchForm({ path, label, q }: SearchFormProps) {
  const { route } = useLocation();
  return (
    <form
      class="row"
      key={q ?? ""}
      onSubmit={(event) => {
        event.preventDefault();
        route(pathWith(path, typedIn(event.currentTarget as HTMLFormElement)));
      }}
    >
      <input
        class="input choice"
        type="search"
        name="q"
        defaultValue={q ?? ""}
        maxLength={255}
        placeholder={label}
        aria-label={label}
      />
      <button type="submit" class="button" aria-label={say("payments.search")}>
        <Icon name="search" />
      </button>
    </form>
  );
}
