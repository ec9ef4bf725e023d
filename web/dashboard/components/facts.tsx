import type { ComponentChildren } from "preact";
import "./facts.css";

export type Fact = readonly [name: string, value: ComponentChildren];

/** Names and values. Those without a value are left out. */
export function Facts({ facts }: { readonly facts: readonly (Fact | null | false | "")[] }) {
  const shown = facts.filter((fact): fact is Fact => Boolean(fact));
  return (
    <dl class="details">
      {shown.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
