import type { ComponentChildren } from "preact";
import "./empty.css";

type EmptyProps = { readonly title: string; readonly text: string; readonly children?: ComponentChildren };

/** Where there is nothing yet: says what would be here, and how it comes. */
export function Empty({ title, text, children }: EmptyProps) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      <p class="soft">{text}</p>
      {children && <div class="row">{children}</div>}
    </div>
  );
}
