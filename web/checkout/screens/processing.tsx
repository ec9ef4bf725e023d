import { ScreenFrame } from "../../shared/components/screen-frame.tsx";
import { say, sayCount } from "../../shared/messages/index.ts";
import { chainName } from "./quote-header.tsx";
import type { ScreenProps } from "./screen-props.ts";
import "./processing.css";

/** On its way to being final: n of m. */
export function Processing({ screen }: ScreenProps<"processing">) {
  const { checkout } = screen;
  const { confirmations, confirmationsRequired, finality, merchantName, attempt } = checkout;
  const chainId = checkout.chainId ?? attempt?.chainId ?? null;
  const chain = chainId === null ? "" : chainName(checkout, chainId);
  const key = confirmations === null ? "processing.accepted" : "processing.intro";
  const left = finality?.estimatedSecondsLeft ?? null;
  return (
    <ScreenFrame
      heading={confirmations === null ? say("processing.headingAccepted") : say("processing.heading")}
      intro={say(key, { chain, merchant: merchantName })}
      mark={confirmations === null ? "waiting" : "done"}
    >
      {confirmationsRequired !== null && confirmations !== null && (
        <progress max={confirmationsRequired} value={Math.min(confirmations, confirmationsRequired)}>
          {confirmations}
        </progress>
      )}
      {(confirmationsRequired === null || confirmations === null) && (
        <progress aria-label={say("processing.heading")} />
      )}
      {confirmations !== null && (
        <p class="confirmations" role="status">
          {confirmationsRequired === null
            ? sayCount("processing.confirmationsOpen", confirmations)
            : say("processing.confirmations", {
                count: Math.min(confirmations, confirmationsRequired),
                required: confirmationsRequired,
              })}
        </p>
      )}
      {left !== null && left > 0 && <p class="note">{timeLeft(left)}</p>}
    </ScreenFrame>
  );
}

function timeLeft(seconds: number): string {
  return seconds < 90
    ? sayCount("processing.secondsLeft", seconds)
    : sayCount("processing.minutesLeft", Math.ceil(seconds / 60));
}
