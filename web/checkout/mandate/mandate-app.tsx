import { useEffect } from "preact/hooks";
import type { MandatePages } from "../../../clients/typescript/resources/mandate-pages.ts";
import type { MandatePage } from "../../../clients/typescript/types.ts";
import { formatDecimal } from "../../../src/protocol/decimal.ts";
import { type Fact, Facts } from "../../shared/components/facts.tsx";
import { LanguageChoice } from "../../shared/components/language-choice.tsx";
import { Problem } from "../../shared/components/problem.tsx";
import { ScreenFrame } from "../../shared/components/screen-frame.tsx";
import { Waiting } from "../../shared/components/waiting.tsx";
import { formatDate, formatToken, say, sayCount, shortAddress } from "../../shared/messages/index.ts";
import type { WalletSettings } from "../../shared/wallets/index.ts";
import { Connected } from "../components/connected.tsx";
import { WalletChoice } from "../components/wallet-choice.tsx";
import { figuresOf } from "./check-terms.ts";
import { type MandateState, useMandate } from "./use-mandate.ts";
import "../app.css";
import "../components/split-summary.css";
import "../screens/wallet.css";
import "./mandate.css";

type Actions = Omit<ReturnType<typeof useMandate>, "state">;
type PartProps = { readonly page: MandatePage; readonly state: MandateState; readonly actions: Actions };

/** `/m/{token}`: what a payer signs once, how it goes, and how it ends. */
export function MandateApp({
  api,
  token,
  settings,
}: {
  readonly api: MandatePages;
  readonly token: string;
  readonly settings: WalletSettings;
}) {
  const { state, ...actions } = useMandate(api, token, settings);
  const { page } = state;
  useEffect(() => {
    document.title = page ? say("mandate.pageTitle", { merchant: page.merchantName }) : say("page.titlePlain");
  }, [page?.merchantName]);
  if (page === null) {
    return (
      <div class="page">
        <main class="card">
          {state.problem ? <Problem problem={state.problem} /> : <Waiting>{say("mandate.loading")}</Waiting>}
        </main>
      </div>
    );
  }
  const parts = { page, state, actions };
  return (
    <div class="page">
      <main class="card" data-status={page.status}>
        <ScreenFrame
          heading={headingOf(page)}
          intro={say(`mandate.status.${page.status}`, { merchant: page.merchantName })}
        >
          <Terms page={page} state={state} />
          <Problem problem={state.problem} />
          {page.status === "PENDING" && <Signing {...parts} />}
          {page.onchainId !== null && page.status !== "COMPLETED" && page.cancelledBy !== "PAYER" && (
            <Ending {...parts} />
          )}
          {page.onchainId !== null && (state.isEnding || page.cancelledBy === "PAYER") && <Lowering {...parts} />}
        </ScreenFrame>
      </main>
      <aside class="split">
        <Split page={page} />
        <Charges page={page} />
        <section aria-labelledby="rules">
          <h2 id="rules">{say("mandate.rules")}</h2>
          <p class="note">{say("mandate.rulesText", { merchant: page.merchantName })}</p>
          <p class="note">{say("mandate.howToEnd")}</p>
        </section>
        <LanguageChoice />
      </aside>
    </div>
  );
}

function headingOf({ title, amount, token, collector }: MandatePage): string {
  const values = { title, amount: formatToken(amount, token) };
  return say(collector === null ? "mandate.heading" : "mandate.headingUpTo", values);
}

function Terms({ page, state }: { readonly page: MandatePage; readonly state: MandateState }) {
  const { chainName, total, first, last } = figuresOf(page, state.ready?.terms ?? null);
  const { unit, count } = page.interval;
  const facts: Fact[] = [
    {
      name: say(page.collector === null ? "mandate.amount" : "mandate.most"),
      value: formatToken(page.amount, page.token),
      strong: true,
    },
    { name: say("mandate.period"), value: sayCount(unit === "MONTH" ? "mandate.months" : "mandate.days", count) },
    { name: say("mandate.first"), value: first === null ? say("mandate.whenSigned") : formatDate(first) },
    { name: say("mandate.last"), value: last === null ? sayCount("mandate.charges", page.periods) : formatDate(last) },
    { name: say("mandate.total"), value: formatToken(total, page.token) },
    { name: say("mandate.network"), value: chainName },
    ...(page.payer === null ? [] : [{ name: say("mandate.payer"), value: shortAddress(page.payer) }]),
  ];
  return <Facts facts={facts} />;
}

function Wallets({ state, actions }: Pick<PartProps, "state" | "actions">) {
  if (state.wallets.length === 0) return <p class="intro">{say("mandate.noWallet")}</p>;
  return <WalletChoice wallets={state.wallets} disabled={state.busy !== null} connect={actions.connect} />;
}

function Signing({ page, state, actions }: PartProps) {
  const { connected, ready, busy, step } = state;
  if (connected === null || ready === null) {
    return (
      <>
        <p class="intro">{say("wallet.intro")}</p>
        {busy === "connecting" && <Waiting>{say("mandate.waiting")}</Waiting>}
        <Wallets state={state} actions={actions} />
      </>
    );
  }
  const { method, needed } = ready.prepared.allowance;
  const { decimals } = figuresOf(page, null);
  const allowed = formatToken(formatDecimal(BigInt(needed), decimals), page.token);
  const steps = [
    say(`mandate.allowance.${method}`, { amount: allowed }),
    say("mandate.signTerms", { merchant: page.merchantName }),
  ];
  return (
    <>
      <Connected connected={connected} disconnect={actions.disconnect} />
      <ol class="steps">
        {steps.map((text, index) => {
          const isNow = busy === "signing" && index === step;
          return (
            <li key={text} class={isNow ? "step step-now" : "step"} aria-current={isNow ? "step" : undefined}>
              {text}
            </li>
          );
        })}
      </ol>
      {busy === "signing" ? (
        <Waiting>{say("mandate.waiting")}</Waiting>
      ) : (
        <button type="button" class="primary" onClick={actions.sign}>
          {say("mandate.sign")}
        </button>
      )}
    </>
  );
}

function Ending({ page, state, actions }: PartProps) {
  const { connected, busy, isEnding } = state;
  if (isEnding) return <Waiting>{say("mandate.endingNow")}</Waiting>;
  return (
    <details class="more" open={page.status === "CANCELLED"}>
      <summary>{say("mandate.end")}</summary>
      <p class="note">{say("mandate.endNote")}</p>
      {connected === null ? (
        <Wallets state={state} actions={actions} />
      ) : (
        <>
          <button type="button" class="secondary" disabled={busy !== null} onClick={() => actions.end("signature")}>
            {say("mandate.endBySignature")}
          </button>
          <button type="button" class="link" disabled={busy !== null} onClick={() => actions.end("transaction")}>
            {say("mandate.endByTransaction")}
          </button>
        </>
      )}
    </details>
  );
}

function Lowering({ page, state, actions }: PartProps) {
  const { connected, busy, isLowered } = state;
  if (isLowered) return <p role="status">{say("mandate.lowered")}</p>;
  return (
    <section class="lowering" aria-labelledby="lower">
      <h2 id="lower">{say("mandate.lowerHeading")}</h2>
      <p class="note">{say("mandate.lowerNote", { amount: formatToken(page.neededByOthers ?? "0", page.token) })}</p>
      {connected === null ? (
        <Wallets state={state} actions={actions} />
      ) : (
        <button type="button" class="secondary" disabled={busy !== null} onClick={actions.lower}>
          {say("mandate.lower")}
        </button>
      )}
    </section>
  );
}

function Split({ page }: { readonly page: MandatePage }) {
  return (
    <section aria-labelledby="split-heading">
      <h2 id="split-heading">{say("summary.split")}</h2>
      <ul>
        {figuresOf(page, null).parts.map(({ recipient, amount }, index) => (
          <li key={recipient}>
            <span class="split-name">
              {index === 0 ? page.merchantName : say("summary.seller", { number: index })}
              <span class="split-address" title={recipient}>
                {shortAddress(recipient)}
              </span>
            </span>
            <span class="split-amount">{formatToken(amount, page.token)}</span>
          </li>
        ))}
      </ul>
      <p class="note">{say("mandate.splitNote", { percent: page.feePercent })}</p>
    </section>
  );
}

function Charges({ page }: { readonly page: MandatePage }) {
  if (page.charges.length === 0) return null;
  return (
    <section aria-labelledby="charges-heading">
      <h2 id="charges-heading">{say("mandate.chargesHeading")}</h2>
      <ul>
        {page.charges.map(({ id, amount, status, opensAt, chargedAt }) => (
          <li key={id}>
            <span class="split-name">
              {formatDate(chargedAt ?? opensAt)}
              <span class="split-address">{say(`mandate.charge.${status}`)}</span>
            </span>
            <span class="split-amount">{formatToken(amount, page.token)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
