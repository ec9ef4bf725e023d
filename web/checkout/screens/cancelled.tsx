import { ScreenFrame } from "../../shared/components/screen-frame.tsx";
import { say } from "../../shared/messages/index.ts";
import { ReturnLink } from "../components/return-link.tsx";
import type { ScreenProps } from "./screen-props.ts";

/** The merchant has cancelled it. */
export function Cancelled({ screen }: ScreenProps<"cancelled">) {
  const { cancelUrl, merchantName: merchant } = screen.checkout;
  return (
    <ScreenFrame heading={say("cancelled.heading")} intro={say("cancelled.intro", { merchant })} mark="stopped">
      <ReturnLink url={cancelUrl} merchant={merchant} />
    </ScreenFrame>
  );
}
