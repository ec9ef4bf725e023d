import { useState } from "preact/hooks";
import { say } from "../messages/index.ts";
import { Dialog } from "./dialog.tsx";
import { Form } from "./form.tsx";

type ConfirmButtonProps = {
  /** What is done: on the button, and on the one that does it. */
  readonly label: string;
  readonly title: string;
  /** What it means, and what cannot be taken back. */
  readonly text: string;
  readonly run: () => Promise<unknown>;
  /** For lists: what exactly. */
  readonly what?: string;
};

/** For what cannot be undone: asks first, and says what went wrong in the same place. */
export function ConfirmButton({ label, title, text, run, what }: ConfirmButtonProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        class="button button-danger above"
        aria-label={what && say("confirm.of", { label, what })}
        onClick={() => setOpen(true)}
      >
        {label}
      </button>
      {isOpen && (
        <Dialog title={title} close={() => setOpen(false)}>
          <Form
            label={title}
            submitLabel={label}
            isDanger
            submit={async () => {
              await run();
              setOpen(false);
            }}
            beside={
              <button type="button" class="button button-plain" onClick={() => setOpen(false)}>
                {say("confirm.keep")}
              </button>
            }
          >
            <p>{text}</p>
          </Form>
        </Dialog>
      )}
    </>
  );
}
