import { ScreenFrame } from "../../shared/components/screen-frame.tsx";
import { say } from "../../shared/messages/index.ts";
import type { ScreenProps } from "./screen-props.ts";

export function Loading() {
  return <ScreenFrame heading={say("page.loading")} />;
}

/** The API does not answer. It is asked again also without the button. */
export function Unreachable({ session }: ScreenProps<"error">) {
  return (
    <ScreenFrame heading={say("error.heading")} intro={say("error.intro")} mark="attention">
      <button type="button" class="primary" onClick={session.refresh}>
        {say("error.retry")}
      </button>
    </ScreenFrame>
  );
}

export function Unknown() {
  return <ScreenFrame heading={say("unknown.heading")} intro={say("unknown.intro")} mark="stopped" />;
}
