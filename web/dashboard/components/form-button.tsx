import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Dialog } from "./dialog.tsx";
import { Form, type Typed } from "./form.tsx";
import { Icon } from "./icon.tsx";

type FormButtonProps = {
  /** On the button, and over the form. */
  readonly label: string;
  /** Before the form. */
  readonly intro?: string;
  readonly submitLabel: string;
  readonly submit: (typed: Typed) => Promise<unknown>;
  /** What a page is for most; `new`: it makes something. */
  readonly look?: "plain" | "primary" | "new";
  readonly children: ComponentChildren;
};

/** A button that opens a form over the page, which closes once what it asks for is done. */
export function FormButton({ label, intro, submitLabel, submit, look = "plain", children }: FormButtonProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" class={look === "plain" ? "button" : "button button-primary"} onClick={() => setOpen(true)}>
        {look === "new" && <Icon name="plus" />}
        {label}
      </button>
      {isOpen && (
        <Dialog title={label} close={() => setOpen(false)}>
          {intro && <p class="soft small">{intro}</p>}
          <Form
            label={label}
            submitLabel={submitLabel}
            submit={async (typed) => {
              await submit(typed);
              setOpen(false);
            }}
          >
            {children}
          </Form>
        </Dialog>
      )}
    </>
  );
}
