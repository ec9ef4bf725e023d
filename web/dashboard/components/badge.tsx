import "./badge.css";

export type Tone = "good" | "waiting" | "attention" | "bad" | "plain";

/** A state in a word: colour never says anything alone. */
export function Badge({ text, tone }: { readonly text: string; readonly tone: Tone }) {
  return <span class={`badge badge-${tone}`}>{text}</span>;
}
