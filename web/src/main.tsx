import { render } from "preact";
import { App } from "./app.tsx";
import { createApi, readAddress } from "./checkout/api.ts";
import { createServerClock } from "./checkout/server-clock.ts";
import { type Session, startSession } from "./checkout/session.ts";
import { readSettings } from "./checkout/settings.ts";
import type { CheckoutState } from "./checkout/state.ts";
import { direction, language } from "./messages/index.ts";
import "./style.css";

const { apiUrl, paymentId } = readAddress(location);
const embedded = new URLSearchParams(location.search).get("embed") === "1";
const root = document.getElementById("checkout");
document.documentElement.lang = language;
document.documentElement.dir = direction;
document.documentElement.classList.toggle("embedded", embedded);

function show(state: CheckoutState, session: Session) {
  if (root) render(<App state={state} session={session} embedded={embedded} />, root);
}

const session = startSession({
  paymentId,
  apiUrl,
  api: createApi(apiUrl),
  clock: createServerClock(() => performance.now(), Date.now()),
  settings: readSettings(document),
  storage: () => sessionStorage,
  changed: (state) => show(state, session),
});
show(session.state(), session);
