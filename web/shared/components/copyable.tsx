import type { ComponentChildren } from "preact";
import { CopyButton } from "./copy-button.tsx";
import "./copyable.css";

type CopyableProps = {
  readonly name: string;
} & (
  | { readonly shown: string; readonly copied?: string }
  /** What is copied, where it is not what is shown. */
  | { readonly shown: ComponentChildren; readonly copied: string }
);

/** Something to send elsewhere: shown whole, and copied with one click. */
export function Copyable({ name, shown, copied }: CopyableProps) {
  return (
    <div class="copyable">
      <div>
        <span class="copyable-name">{name}</span>
        <span class="copyable-value">{shown}</span>
      </div>
      <CopyButton text={copied ?? `${shown}`} what={name} />
    </div>
  );
}
