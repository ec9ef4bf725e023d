import { CopyButton } from "../../shared/components/copy-button.tsx";
import { Problem } from "../../shared/components/problem.tsx";
import { QrCode } from "../../shared/components/qr-code.tsx";
import { Waiting } from "../../shared/components/waiting.tsx";
import { formatTime, formatToken, say } from "../../shared/messages/index.ts";
import { Connected } from "../components/connected.tsx";
import { Elsewhere } from "../components/elsewhere.tsx";
import { WalletChoice } from "../components/wallet-choice.tsx";
import { WalletLinks } from "../components/wallet-links.tsx";
import type { MethodName, Progress } from "../payment-methods/index.ts";
import type { WalletStage } from "../session/state.ts";
import { chainName } from "./quote-header.tsx";
import type { ScreenProps } from "./screen-props.ts";
import "./wallet.css";

/** Pay by wallet: choose one, see what will be asked, agree. */
export function PayByWallet(props: ScreenProps<"wallet">) {
  const { wallet } = props.state;
  if (wallet.name === "list") return <WalletList {...props} />;
  if (wallet.name === "connecting") {
    return (
      <>
        <p class="intro" role="status">
          {wallet.uri === null ? say("wallet.connecting", { wallet: wallet.wallet.name }) : say("wallet.scan")}
        </p>
        {wallet.uri !== null && (
          <>
            <QrCode text={wallet.uri} label={say("wallet.scanLabel")} />
            <CopyButton text={wallet.uri} what={say("wallet.scanLink")} />
            <a class="secondary" href={wallet.uri}>
              {say("wallet.openHere")}
            </a>
          </>
        )}
        <button type="button" class="secondary" onClick={props.session.cancel}>
          {say("wallet.cancel")}
        </button>
      </>
    );
  }
  return <Review {...props} wallet={wallet} />;
}

function WalletList({ screen, state, session }: ScreenProps<"wallet">) {
  if (state.wallets.length === 0) {
    return (
      <>
        <p class="intro">{say("wallet.none")}</p>
        {state.phone && <WalletLinks />}
      </>
    );
  }
  return (
    <>
      <p class="intro">{say("wallet.intro")}</p>
      <Problem problem={state.problem} />
      <Elsewhere options={screen.checkout.options} state={state} session={session} />
      <WalletChoice wallets={state.wallets} connect={session.connect} />
    </>
  );
}

type ReviewProps = ScreenProps<"wallet"> & { readonly wallet: Extract<WalletStage, { readonly connected: unknown }> };

function Review({ screen, state, session, wallet }: ReviewProps) {
  const { connected, plan } = wallet;
  const current = wallet.name === "paying" ? wallet.progress.step : -1;
  const amount = formatToken(screen.quote.amountToken, screen.quote.token);
  const signUntil = formatTime(new Date(screen.quote.expiresAt), state.now);
  return (
    <>
      <Connected connected={connected} disconnect={session.disconnect} />
      <h2>{say("wallet.review")}</h2>
      <ol class="steps">
        {plan.steps.map((step, index) => (
          <li key={step.key} class={stepClass(index, current)} aria-current={index === current ? "step" : undefined}>
            {say(step.key, step.values)}
            {index < current && <span class="spoken">{say("wallet.stepDone")}</span>}
          </li>
        ))}
      </ol>
      {!plan.gasless && (
        <p class="cost">
          {say("quote.cost")} <strong>{say("quote.costOwn")}</strong>
        </p>
      )}
      {plan.asksSigners && <p class="note">{say("wallet.signersNote", { time: signUntil })}</p>}
      {wallet.name === "review" ? (
        <>
          <Problem problem={state.problem} />
          <button type="button" class="primary" onClick={session.pay}>
            {say("wallet.pay", { amount })}
          </button>
          <Alternatives methods={plan.alternatives} choose={session.chooseMethod} open={state.problem !== null} />
        </>
      ) : (
        <Paying
          waitsFor={wallet.progress.waitsFor}
          wallet={connected.wallet.name}
          network={chainName(screen.checkout, screen.quote.chainId)}
          cancel={session.cancel}
        />
      )}
    </>
  );
}

type PayingProps = {
  readonly waitsFor: Progress["waitsFor"];
  readonly wallet: string;
  readonly network: string;
  readonly cancel: () => void;
};

/** What the payer waits for, and a way on where it never comes. */
function Paying({ waitsFor, wallet, network, cancel }: PayingProps) {
  const said = {
    wallet: () => say("wallet.paying", { wallet }),
    network: () => say("wallet.waiting", { network }),
    signers: () => say("wallet.waitingSigners", { wallet }),
  };
  return (
    <>
      <Waiting>{said[waitsFor]()}</Waiting>
      {waitsFor === "network" && <p class="note">{say("wallet.waitingNote")}</p>}
      <button type="button" class="secondary" onClick={cancel}>
        {waitsFor === "wallet" ? say("wallet.cancel") : say("wallet.checkAgain")}
      </button>
    </>
  );
}

type AlternativesProps = {
  readonly methods: readonly MethodName[];
  readonly choose: (method: MethodName) => void;
  readonly open: boolean;
};

/** Other ways to pay from the same wallet. */
function Alternatives({ methods, choose, open }: AlternativesProps) {
  if (methods.length === 0) return null;
  return (
    <details class="more" open={open}>
      <summary>{say("wallet.alternatives")}</summary>
      <ul>
        {methods.map((method) => (
          <li key={method}>
            <button type="button" class="link" onClick={() => choose(method)}>
              {say(`method.${method}`)}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

function stepClass(index: number, current: number): string {
  if (index < current) return "step step-done";
  return index === current ? "step step-now" : "step";
}
