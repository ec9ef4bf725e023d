import type { ComponentChildren } from "preact";
import "./screen-frame.css";

type ScreenFrameProps = {
  readonly heading: string;
  readonly intro?: string;
  /** Beside the heading: colour never says anything alone. */
  readonly mark?: "done" | "waiting" | "stopped" | "attention";
  readonly children?: ComponentChildren;
};

/** What all screens have in common. The heading takes the focus when the screen changes. */
export function ScreenFrame({ heading, intro, mark, children }: ScreenFrameProps) {
  return (
    <div class="screen">
      {mark && <Mark kind={mark} />}
      <h1 tabIndex={-1}>{heading}</h1>
      {intro && <p class="intro">{intro}</p>}
      {children}
    </div>
  );
}

const marks = {
  done: "M7 12.5l3.5 3.5L17 9",
  waiting: "M12 7v5l3 2",
  stopped: "M8.5 8.5l7 7m0-7l-7 7",
  attention: "M12 7v6m0 3.5v.1",
} as const;

function Mark({ kind }: { readonly kind: keyof typeof marks }) {
  return (
    <svg class={`mark mark-${kind}`} viewBox="0 0 24 24" aria-hidden="true">
      <circle cx="12" cy="12" r="11" />
      <path d={marks[kind]} />
    </svg>
  );
}
