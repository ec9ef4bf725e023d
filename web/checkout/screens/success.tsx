import { ScreenFrame } from "../../shared/components/screen-frame.tsx";
import { say } from "../../shared/messages/index.ts";
import { Receipt } from "../components/receipt.tsx";
import { AutomaticReturn, pageAfter, ReturnLink } from "../components/return-link.tsx";
import type { ScreenProps } from "./screen-props.ts";

/** Paid: the API says so. */
export function Success({ screen, state }: ScreenProps<"success">) {
  const { checkout } = screen;
  const merchant = checkout.merchantName;
  const url = pageAfter(checkout);
  return (
    <ScreenFrame heading={say("success.heading")} intro={say("success.intro", { merchant })} mark="done">
      <ReturnLink url={url} merchant={merchant} />
      {state.returning && <AutomaticReturn url={url} merchant={merchant} />}
      <Receipt checkout={checkout} />
    </ScreenFrame>
  );
}
