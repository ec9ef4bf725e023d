import { Facts } from "../../shared/components/facts.tsx";
import { ScreenFrame } from "../../shared/components/screen-frame.tsx";
import { formatToken, say } from "../../shared/messages/index.ts";
import { TransferDetails } from "./address.tsx";
import { QuoteHeader } from "./quote-header.tsx";
import type { ScreenProps } from "./screen-props.ts";

/** The balance of the address is smaller than the amount: what is still due. */
export function Partial({ screen, state, session }: ScreenProps<"partial">) {
  const { checkout, quote, deposit } = screen;
  const due = deposit.dueAmount ?? quote.amountToken;
  const received = formatToken(deposit.receivedAmount, quote.token);
  const total = formatToken(quote.amountToken, quote.token);
  return (
    <ScreenFrame heading={say("partial.heading")} intro={say("partial.intro", { received, total })} mark="attention">
      <QuoteHeader checkout={checkout} quote={quote} state={state} session={session} />
      <Facts
        facts={[
          { name: say("partial.received"), value: received },
          { name: say("partial.due"), value: formatToken(due, quote.token), strong: true },
        ]}
      />
      <TransferDetails checkout={checkout} quote={quote} amount={due} now={state.now} />
    </ScreenFrame>
  );
}
