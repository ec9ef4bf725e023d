import { useEffect, useRef } from "preact/hooks";
import { showAccent } from "../shared/accent.ts";
import { formatMoney, formatToken, say } from "../shared/messages/index.ts";
import { webPage } from "./components/return-link.tsx";
import { SplitSummary } from "./components/split-summary.tsx";
import { Summary } from "./components/summary.tsx";
import type { Embedding } from "./embedding.ts";
import { CurrentScreen } from "./screens/index.tsx";
import { earlierDeposit, type ScreenName, screenOf } from "./session/screen.ts";
import type { Session } from "./session/session.ts";
import type { CheckoutState } from "./session/state.ts";
import "./app.css";

type AppProps = {
  readonly state: CheckoutState;
  readonly session: Session;
  /** In a merchant's page: without chrome of its own. */
  readonly embedding: Embedding | null;
};

export function App({ state, session, embedding }: AppProps) {
  const screen = screenOf(state);
  const { checkout, connection } = state;
  // The tabs of one screen are no screens of their own.
  const place = screen.name === "address" ? "wallet" : screen.name;
  const shown = useRef<ScreenName>(place);
  const region = useRef<HTMLElement>(null);

  useEffect(() => {
    document.title = checkout
      ? say("page.title", { amount: formatMoney(checkout.amount, checkout.currency), merchant: checkout.merchantName })
      : say("page.titlePlain");
  }, [checkout?.amount, checkout?.currency, checkout?.merchantName]);

  useEffect(() => showAccent(document.documentElement.style, checkout?.accentColor ?? null), [checkout?.accentColor]);

  // Whoever reads with ears or keyboard is taken along to the new screen; the first one is left to the browser.
  useEffect(() => {
    if (shown.current !== place && shown.current !== "loading") region.current?.querySelector("h1")?.focus();
    shown.current = place;
  }, [place]);

  const earlier = earlierDeposit(state);
  const cancelUrl = webPage(checkout?.cancelUrl ?? null);
  return (
    <div class={embedding ? "page page-embedded" : "page"}>
      {checkout && <Summary state={state} checkout={checkout} />}
      <main ref={region} class="card" data-screen={screen.name}>
        <div role="status" class="notices">
          {connection === "offline" && checkout && <p class="warning">{say("page.offline")}</p>}
          {earlier && checkout && (
            <p class="warning">
              {say("page.earlierDeposit", {
                received: formatToken(earlier.receivedAmount, earlier.token),
                merchant: checkout.merchantName,
              })}
            </p>
          )}
        </div>
        <CurrentScreen screen={screen} state={state} session={session} />
        {embedding && (
          <button type="button" class="link cancel" onClick={embedding.close}>
            {say("embedded.close")}
          </button>
        )}
        {!embedding && cancelUrl && checkout?.status === "ACTIVE" && screen.name !== "expired" && (
          <a class="link cancel" href={cancelUrl} target="_top">
            {say("summary.cancel")}
          </a>
        )}
      </main>
      {checkout && <SplitSummary state={state} checkout={checkout} />}
    </div>
  );
}
