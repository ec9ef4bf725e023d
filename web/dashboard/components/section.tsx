import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

type SectionProps = {
  readonly title: string;
  readonly intro?: string;
  readonly actions?: ComponentChildren;
  readonly children?: ComponentChildren;
};

/** A part of a page with a heading of its own. */
export function Section({ title, intro, actions, children }: SectionProps) {
  const id = useId();
  return (
    <section class="panel" aria-labelledby={id}>
      <div class="panel-head">
        <h2 id={id}>{title}</h2>
        {actions && <div class="row">{actions}</div>}
      </div>
      {intro && <p class="soft small">{intro}</p>}
      {children}
    </section>
  );
}
