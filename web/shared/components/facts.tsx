import type { ComponentChildren } from "preact";
import "./facts.css";

export type Fact = { readonly name: string; readonly value: ComponentChildren; readonly strong?: boolean };

/** Names and values, one pair a line. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl class="facts">
      {facts.map(({ name, value, strong }) => (
        <div key={name} class={strong ? "fact fact-strong" : "fact"}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
