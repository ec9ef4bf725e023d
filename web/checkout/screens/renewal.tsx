import { useEffect } from "preact/hooks";
import { Facts } from "../../shared/components/facts.tsx";
import { Problem } from "../../shared/components/problem.tsx";
import { ScreenFrame } from "../../shared/components/screen-frame.tsx";
import { formatToken, say } from "../../shared/messages/index.ts";
import { isOver } from "../session/screen.ts";
import { payByOf } from "../session/state.ts";
import type { ScreenProps } from "./screen-props.ts";

/** The quote is over: a new one, with its amount beside the old, for the payer to agree to. */
export function Renewal({ screen, state, session }: ScreenProps<"renewal">) {
  const { checkout, quote } = screen;
  const { offer, quoting, problem, now } = state;
  const payBy = payByOf(state);
  // Asked for once by itself for each quote, while somebody is looking; an offer that nobody took is renewed by hand. Another quote may still be
  // on its way when this one ends, and be over as well when it comes.
  useEffect(() => session.askOffer(), [session, quote.id]);
  if (payBy === "address" && isOver(checkout, now, "address")) return <TooLate session={session} />;
  const usable = offer !== null && !isOver(offer, now, payBy) ? offer : null;
  const amount = usable && formatToken(usable.amountToken, usable.token);
  return (
    <ScreenFrame heading={say("renewal.heading")} intro={say("renewal.intro")} mark="waiting">
      {usable && amount && (
        <Facts
          facts={[
            { name: say("renewal.before"), value: formatToken(quote.amountToken, quote.token) },
            { name: say("renewal.now"), value: amount, strong: true },
          ]}
        />
      )}
      <Problem problem={problem} />
      {amount ? (
        <button type="button" class="primary" onClick={session.takeOffer}>
          {say("renewal.accept", { amount })}
        </button>
      ) : (
        <button type="button" class="primary" disabled={quoting} onClick={session.askOffer}>
          {quoting ? say("choose.asking") : say("renewal.ask")}
        </button>
      )}
      <button type="button" class="secondary" onClick={session.back}>
        {say("quote.change")}
      </button>
      <p class="note">{say("renewal.sent")}</p>
    </ScreenFrame>
  );
}

/** The payment itself ends before a transfer would be there. */
function TooLate({ session }: Pick<ScreenProps<"renewal">, "session">) {
  return (
    <ScreenFrame heading={say("renewal.tooLate")} intro={say("renewal.tooLateIntro")} mark="waiting">
      <button type="button" class="primary" onClick={() => session.payBy("wallet")}>
        {say("wallet.heading")}
      </button>
    </ScreenFrame>
  );
}
