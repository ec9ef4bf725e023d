import { ReturnLink } from "../components/return-link.tsx";
import { ScreenFrame } from "../components/screen-frame.tsx";
import { say } from "../messages/index.ts";
import type { ScreenProps } from "./screen-props.ts";

export function Failed({ screen }: ScreenProps<"failed">) {
  const { cancelUrl, merchantName: merchant } = screen.checkout;
  return (
    <ScreenFrame heading={say("failed.heading")} intro={say("failed.intro", { merchant })} mark="stopped">
      <ReturnLink url={cancelUrl} merchant={merchant} />
    </ScreenFrame>
  );
}
