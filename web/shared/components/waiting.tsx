import type { ComponentChildren } from "preact";
import "./waiting.css";

/** Something goes on by itself: read out when it changes. */
export function Waiting({ children }: { readonly children: ComponentChildren }) {
  return (
    <p class="waiting" role="status">
      {children}
    </p>
  );
}
