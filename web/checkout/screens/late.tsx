import { ScreenFrame } from "../../shared/components/screen-frame.tsx";
import { say } from "../../shared/messages/index.ts";
import { ReturnLink } from "../components/return-link.tsx";
import { Unexpected } from "../components/unexpected.tsx";
import type { ScreenProps } from "./screen-props.ts";

/** The payment was over when money came. */
export function Late({ screen }: ScreenProps<"late">) {
  const { checkout } = screen;
  const merchant = checkout.merchantName;
  return (
    <ScreenFrame heading={say("late.heading")} intro={say("late.intro")} mark="attention">
      <Unexpected checkout={checkout} />
      <p>{say("late.next", { merchant })}</p>
      <ReturnLink url={checkout.cancelUrl} merchant={merchant} />
    </ScreenFrame>
  );
}
