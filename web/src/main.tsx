import { render } from "preact";
import { App } from "./app.tsx";
import { createApi, readAddress } from "./checkout/api.ts";
import { createServerClock } from "./checkout/server-clock.ts";
import { type Session, startSession } from "./checkout/session.ts";
import { readSettings } from "./checkout/settings.ts";
import type { CheckoutState } from "./checkout/state.ts";
import { createEmbedding } from "./embedding.ts";
import { direction, language } from "./messages/index.ts";
import "./style.css";

const { apiUrl, paymentId } = readAddress(location);
const search = new URLSearchParams(location.search);
const settings = readSettings(document);
const embedding = search.get("embed") === "1" ? createEmbedding(window, settings.frameOrigins) : null;
const root = document.getElementById("checkout");
document.documentElement.lang = language;
document.documentElement.dir = direction;
document.documentElement.classList.toggle("embedded", embedding !== null);

function show(state: CheckoutState, session: Session) {
  if (root) render(<App state={state} session={session} embedding={embedding} />, root);
  if (state.checkout) embedding?.tellStatus(state.checkout);
}

if (__SANDBOX__ && paymentId === "preview") {
  void import("./sandbox/preview.tsx").then(({ showPreview }) => showPreview(search, show));
} else {
  const session = startSession({
    paymentId,
    apiUrl,
    api: createApi(apiUrl),
    clock: createServerClock(() => performance.now(), Date.now()),
    settings,
    storage: () => sessionStorage,
    changed: (state) => show(state, session),
  });
  show(session.state(), session);
}
if (root) embedding?.start(root);
