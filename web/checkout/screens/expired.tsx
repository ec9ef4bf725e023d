import { ScreenFrame } from "../../shared/components/screen-frame.tsx";
import { say } from "../../shared/messages/index.ts";
import { ReturnLink } from "../components/return-link.tsx";
import type { ScreenProps } from "./screen-props.ts";

/** The time is over, or about to be called so. Nothing to send to is ever shown here. */
export function Expired({ screen }: ScreenProps<"expired">) {
  const { cancelUrl, merchantName: merchant } = screen.checkout;
  const key = screen.checking ? "expired.checkingIntro" : "expired.intro";
  return (
    <ScreenFrame
      heading={say("expired.heading")}
      intro={say(key, { merchant })}
      mark={screen.checking ? "waiting" : "stopped"}
    >
      <ReturnLink url={cancelUrl} merchant={merchant} />
    </ScreenFrame>
  );
}
