import { Copyable } from "../../shared/components/copyable.tsx";
import { say } from "../messages/index.ts";
import { Dialog } from "./dialog.tsx";

type ShownOnceProps = {
  readonly title: string;
  readonly text: string;
  readonly name: string;
  readonly secret: string;
  readonly close: () => void;
};

/** A secret that the server shows this one time. */
export function ShownOnce({ title, text, name, secret, close }: ShownOnceProps) {
  return (
    <Dialog title={title} close={close}>
      <p>{text}</p>
      <Copyable name={name} shown={<code>{secret}</code>} copied={secret} />
      <div class="row">
        <button type="button" class="button button-primary" onClick={close}>
          {say("keys.done")}
        </button>
      </div>
    </Dialog>
  );
}
