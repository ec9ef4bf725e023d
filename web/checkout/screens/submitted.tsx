import { ScreenFrame } from "../../shared/components/screen-frame.tsx";
import { say } from "../../shared/messages/index.ts";
import { chainName } from "./quote-header.tsx";
import type { ScreenProps } from "./screen-props.ts";

/** What was handed in is seen by then, or will hardly be. Milliseconds. */
const patience = 10 * 60_000;

/** Handed in from here, and not yet reported by the API. */
export function Submitted({ screen, state, session }: ScreenProps<"submitted">) {
  const { checkout, quote } = screen;
  const isLate = state.submittedAt !== null && state.now - state.submittedAt >= patience;
  const isOver = isLate || state.now >= Date.parse(quote.expiresAt);
  const chain = chainName(checkout, quote.chainId);
  return (
    <ScreenFrame heading={say("submitted.heading")} intro={say("submitted.intro", { chain })} mark="waiting">
      {isOver && (
        <>
          <p class="note">{say("submitted.again")}</p>
          <button type="button" class="secondary" onClick={session.startAgain}>
            {say("error.retry")}
          </button>
        </>
      )}
    </ScreenFrame>
  );
}
