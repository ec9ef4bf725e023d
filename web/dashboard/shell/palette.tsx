import { useEffect, useId, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Payment } from "../../../clients/typescript/types.ts";
import { Dialog } from "../components/dialog.tsx";
import { formatMoney } from "../messages/format.ts";
import { say, sayCount } from "../messages/index.ts";
import { useDashboard } from "../session/dashboard.ts";
import { pathOf, pathWith } from "../session/paths.ts";
import { type Command, commandsOf, fitting } from "./commands.ts";
import "./palette.css";

/** Milliseconds after the last letter. */
const typing = 200;

/** Pages, actions and payments by their names, without the mouse. */
export function Palette({ close }: { readonly close: () => void }) {
  const dashboard = useDashboard();
  const { route } = useLocation();
  const id = useId();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const payments = usePayments(text.trim());
  const options: readonly Command[] = [
    ...fitting(commandsOf(dashboard, route), text),
    ...payments.map((payment) => commandOf(payment, route)),
    ...(text.trim() === "" ? [] : [searchFor(text.trim(), route)]),
  ];
  const current = Math.min(at, options.length - 1);
  const choose = (option: Command | undefined) => {
    if (option === undefined) return;
    close();
    option.run();
  };
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => setAt((current + 1) % options.length),
    ArrowUp: () => setAt((current - 1 + options.length) % options.length),
    Enter: () => choose(options[current]),
  };
  const idOf = (option: Command) => `${id}-${option.id}`;
  const chosen = options[current];
  useEffect(() => {
    if (chosen) document.getElementById(idOf(chosen))?.scrollIntoView({ block: "nearest" });
  }, [chosen?.id]);
  return (
    <Dialog title={say("palette.title")} close={close}>
      <input
        class="input"
        role="combobox"
        aria-expanded="true"
        aria-autocomplete="list"
        aria-controls={id}
        aria-activedescendant={chosen && idOf(chosen)}
        aria-label={say("palette.label")}
        placeholder={say("palette.label")}
        autocomplete="off"
        maxLength={255}
        autofocus
        onInput={({ currentTarget }) => {
          setText(currentTarget.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          // Not while a word is composed, as in Japanese.
          const act = event.isComposing ? undefined : keys[event.key];
          if (act === undefined) return;
          event.preventDefault();
          act();
        }}
      />
      <div id={id} class="palette-options" role="listbox" aria-label={say("palette.options")}>
        {options.map((option) => (
          <button
            key={option.id}
            id={idOf(option)}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={option === chosen}
            class="palette-option"
            onClick={() => choose(option)}
          >
            <span>{option.name}</span>
            {option.hint && <span class="soft small">{option.hint}</span>}
          </button>
        ))}
      </div>
      <p role="status" class="spoken">
        {sayCount("palette.found", options.length)}
      </p>
    </Dialog>
  );
}

/** Payments that are known by what was typed. */
function usePayments(text: string): readonly Payment[] {
  const { client } = useDashboard();
  const [payments, setPayments] = useState<readonly Payment[]>([]);
  useEffect(() => {
    setPayments([]);
    if (text.length < 2) return undefined;
    let isWanted = true;
    const timer = setTimeout(() => {
      client.payments.list({ search: text, limit: "5" }).then(
        ({ data }) => isWanted && setPayments(data),
        // The page that lists them says what is wrong.
        () => {},
      );
    }, typing);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [client, text]);
  return payments;
}

function commandOf(
  { id, amount, currency, title, externalId, status }: Payment,
  route: (path: string) => void,
): Command {
  return {
    id,
    name: [formatMoney(amount, currency), title ?? externalId].filter(Boolean).join(" · "),
    hint: say(`status.${status}`),
    run: () => route(pathOf("payments", id)),
  };
}

function searchFor(text: string, route: (path: string) => void): Command {
  return {
    id: "search",
    name: say("palette.search", { text }),
    run: () => route(pathWith(pathOf("payments"), { q: text })),
  };
}
