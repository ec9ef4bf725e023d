import { CopyButton } from "./copy-button.tsx";
import "./copyable.css";

type CopyableProps = {
  readonly name: string;
  readonly shown: string /** What is copied, where it is not what is shown. */;
  readonly copied?: string;
};

/** Something to send elsewhere: shown whole, and copied with one click. */
export function Copyable({ name, shown, copied = shown }: CopyableProps) {
  return (
    <div class="copyable">
      <div>
        <span class="copyable-name">{name}</span>
        <span class="copyable-value">{shown}</span>
      </div>
      <CopyButton text={copied} what={name} />
    </div>
  );
}
