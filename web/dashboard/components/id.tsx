import { CopyButton } from "../../shared/components/copy-button.tsx";
import "./id.css";

/** An id, a hash or a key to be copied: short where `shown` is given, whole otherwise. */
export function Id({
  text,
  what,
  shown = text,
}: {
  readonly text: string;
  readonly what: string;
  readonly shown?: string;
}) {
  return (
    <span class="id">
      <code title={text} class={shown === text ? undefined : "nowrap"}>
        {shown}
      </code>
      <CopyButton text={text} what={what} />
    </span>
  );
}
