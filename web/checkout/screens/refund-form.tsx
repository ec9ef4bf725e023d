import { useState } from "preact/hooks";
import { Problem } from "../../shared/components/problem.tsx";
import { type Message, say } from "../../shared/messages/index.ts";
import "./refund-form.css";

type RefundFormProps = {
  readonly token: string;
  readonly chain: string;
  /** Whether an answer is under way. */
  readonly asking: boolean;
  readonly problem: Message | null;
  readonly submit: (refundTo: string) => void;
};

const invalid: Message = { key: "refund.invalid", values: {} };

/** Where money goes that cannot pay. */
export function RefundForm({ token, chain, asking, problem, submit }: RefundFormProps) {
  const [text, write] = useState("");
  const [isInvalid, setInvalid] = useState(false);
  const send = (event: Event) => {
    event.preventDefault();
    const address = text.trim();
    const fits = /^0x[0-9a-fA-F]{40}$/.test(address);
    setInvalid(!fits);
    if (fits) submit(address);
  };
  return (
    <form class="refund" onSubmit={send}>
      <label class="field">
        <span class="field-name">{say("refund.address", { token, chain })}</span>
        <input
          name="refundTo"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          value={text}
          disabled={asking}
          aria-invalid={isInvalid}
          onInput={({ currentTarget }) => write(currentTarget.value)}
        />
      </label>
      <p class="note">{say("refund.hint", { token, chain })}</p>
      <Problem problem={isInvalid ? invalid : problem} />
      <button type="submit" class="primary" disabled={asking}>
        {asking ? say("refund.asking") : say("refund.continue")}
      </button>
    </form>
  );
}
