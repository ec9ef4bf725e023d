import type { ComponentChildren } from "preact";
import { useLocation } from "preact-iso";
import { paymentStatuses } from "../../../../src/protocol/payment-status.ts";
import { typedIn } from "../../components/form.tsx";
import { Icon } from "../../components/icon.tsx";
import { say } from "../../messages/index.ts";
import { allChains, tokenSymbols } from "../../session/chains.ts";
import { pathOf, pathWith } from "../../session/paths.ts";
import { isPaymentId, type Query } from "./filter.ts";
import "./payment-filters.css";

type PaymentFiltersProps = {
  readonly query: Query;
  /** Beside them. */
  readonly children: ComponentChildren;
};

/** Search and filters. What is chosen counts at once; what is typed, when it is sent. */
export function PaymentFilters({ query, children }: PaymentFiltersProps) {
  const { route } = useLocation();
  const apply = (form: HTMLFormElement) => {
    const typed = typedIn(form);
    // An id of a payment is that payment.
    if (isPaymentId(typed.q)) route(pathOf("payments", typed.q));
    else route(pathWith(pathOf("payments"), typed));
  };
  return (
    <div class="filters">
      <form
        aria-label={say("payments.filters")}
        class="filter-form"
        // Other filters by a link: the fields begin anew with them.
        key={JSON.stringify(query)}
        onSubmit={(event) => {
          event.preventDefault();
          apply(event.currentTarget as HTMLFormElement);
        }}
      >
        <div class="search">
          <input
            class="input"
            type="search"
            name="q"
            defaultValue={query.q ?? ""}
            maxLength={255}
            placeholder={say("payments.searchLabel")}
            aria-label={say("payments.searchLabel")}
          />
          <button type="submit" class="button" aria-label={say("payments.search")}>
            <Icon name="search" />
          </button>
        </div>
        <details class="more-filters" open={hasFilters(query)}>
          <summary class="button">{say("payments.filters")}</summary>
          <div
            class="filter-fields"
            onChange={({ currentTarget }) => apply(currentTarget.closest("form") as HTMLFormElement)}
          >
            <Select name="status" label={say("payments.status")} chosen={query.status}>
              {paymentStatuses.map((status) => [status, say(`status.${status}`)])}
            </Select>
            <Select name="chain" label={say("payments.chain")} chosen={query.chain}>
              {allChains.map(({ id, name }) => [`${id}`, name])}
            </Select>
            <Select name="token" label={say("payments.token")} chosen={query.token}>
              {tokenSymbols.map((token) => [token, token])}
            </Select>
            <Select name="unresolved" label={say("payments.unresolved")} chosen={query.unresolved}>
              {(["underpaid", "surplus"] as const).map((kind) => [kind, say(`payments.unresolved.${kind}`)])}
            </Select>
            <Day name="from" label={say("payments.from")} chosen={query.from} />
            <Day name="to" label={say("payments.to")} chosen={query.to} />
          </div>
        </details>
        {Object.keys(query).length > 0 && (
          <a class="small" href={pathOf("payments")}>
            {say("payments.clear")}
          </a>
        )}
      </form>
      {children}
    </div>
  );
}

function hasFilters({ q: _, ...others }: Query): boolean {
  return Object.values(others).some(Boolean);
}

type SelectProps = {
  readonly name: string;
  readonly label: string;
  readonly chosen: string | undefined;
  readonly children: readonly (readonly [value: string, text: string])[];
};

function Select({ name, label, chosen, children }: SelectProps) {
  return (
    <label class="field">
      <span class="field-hint">{label}</span>
      <select class="input" name={name}>
        <option value="">{say("payments.any")}</option>
        {children.map(([value, text]) => (
          <option key={value} value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

function Day({ name, label, chosen }: Omit<SelectProps, "children">) {
  return (
    <label class="field">
      <span class="field-hint">{label}</span>
      <input class="input" type="date" name={name} defaultValue={chosen ?? ""} />
    </label>
  );
}
