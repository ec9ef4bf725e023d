// The order of style sheets is that of their imports: what components build on comes first.
import "../shared/styles/tokens.css";
import "../shared/styles/base.css";
import "../shared/styles/buttons.css";
import { render } from "preact";
import { direction, language } from "../shared/messages/language.ts";
import { App } from "./app.tsx";
import { createEmbedding } from "./embedding.ts";
import { createApi, readAddress, readMandateAddress } from "./session/api.ts";
import { createServerClock } from "./session/server-clock.ts";
import { type Session, startSession } from "./session/session.ts";
import { readSettings } from "./session/settings.ts";
import type { CheckoutState } from "./session/state.ts";

const mandate = readMandateAddress(location);
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
  if (state.checkout) embedding?.reportStatus(state.checkout);
}

/** Browsers on phones have no extensions: wallets are apps. */
function isPhone({ userAgent }: Navigator): boolean {
  return /Android|iPhone|iPad|iPod/i.test(userAgent);
}

if (root && mandate) {
  void import("./mandate/show-mandate.tsx").then(({ showMandate }) => showMandate(root, mandate, settings));
} else if (__SANDBOX__ && paymentId === "preview") {
  void import("./sandbox/preview.tsx").then(({ showPreview }) => showPreview(search, show));
} else {
  const session = startSession({
    paymentId,
    apiUrl,
    api: createApi(apiUrl),
    clock: createServerClock(() => performance.now(), Date.now()),
    settings,
    phone: isPhone(navigator),
    storage: () => sessionStorage,
    changed: (state) => show(state, session),
  });
  show(session.state(), session);
}
if (root) embedding?.start(root);
