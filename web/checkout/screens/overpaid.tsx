import { ScreenFrame } from "../../shared/components/screen-frame.tsx";
import { say } from "../../shared/messages/index.ts";
import { Receipt } from "../components/receipt.tsx";
import { pageAfter, ReturnLink } from "../components/return-link.tsx";
import { Unexpected } from "../components/unexpected.tsx";
import type { ScreenProps } from "./screen-props.ts";

/** Paid, and more came than was due. */
export function Overpaid({ screen }: ScreenProps<"overpaid">) {
  const { checkout } = screen;
  const merchant = checkout.merchantName;
  return (
    <ScreenFrame heading={say("overpaid.heading")} intro={say("overpaid.intro", { merchant })} mark="done">
      <Unexpected checkout={checkout} />
      <p>{say("overpaid.next", { merchant })}</p>
      <ReturnLink url={pageAfter(checkout)} merchant={merchant} />
      <Receipt checkout={checkout} />
    </ScreenFrame>
  );
}
