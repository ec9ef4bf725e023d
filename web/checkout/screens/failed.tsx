import { ScreenFrame } from "../../shared/components/screen-frame.tsx";
import { say } from "../../shared/messages/index.ts";
import { ReturnLink } from "../components/return-link.tsx";
import type { ScreenProps } from "./screen-props.ts";

/** An operation that was accepted reverted, or can never land. */
export function Failed({ screen }: ScreenProps<"failed">) {
  const { cancelUrl, merchantName: merchant, failureReason } = screen.checkout;
  return (
    <ScreenFrame heading={say("failed.heading")} intro={say("failed.intro", { merchant })} mark="stopped">
      <ReturnLink url={cancelUrl} merchant={merchant} />
      {failureReason && (
        <details class="note">
          <summary>{say("failed.reason")}</summary>
          {failureReason}
        </details>
      )}
    </ScreenFrame>
  );
}
