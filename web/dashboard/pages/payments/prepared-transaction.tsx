import { useEffect, useState } from "preact/hooks";
import { CopyButton } from "../../../shared/components/copy-button.tsx";
import { say as sayOfWallets } from "../../../shared/messages/index.ts";
import { PayerError } from "../../../shared/payer-error.ts";
import { askWallet, type Wallet, watchWallets } from "../../../shared/wallets/index.ts";
import { Facts } from "../../components/facts.tsx";
import { Id } from "../../components/id.tsx";
import { shortAddress } from "../../messages/format.ts";
import { say } from "../../messages/index.ts";
import { chainName } from "../../session/chains.ts";
import { useDashboard } from "../../session/dashboard.ts";

/** As the API prepares it. */
export type Prepared = {
  readonly chainId: number;
  readonly from: string | null;
  readonly to: string;
  readonly data: string;
  readonly value: "0";
  readonly summary: string;
};

/** Wallets of this browser alone: others sign what is copied. */
const settings = { walletConnectProjectId: null, baseAccount: false } as const;

/** A transaction that the merchant signs with a wallet of its own. */
export function PreparedTransaction({ prepared }: { readonly prepared: Prepared }) {
  const { announce } = useDashboard();
  const [wallets, setWallets] = useState<readonly Wallet[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => watchWallets(settings, setWallets), []);
  const sign = async (wallet: Wallet) => {
    setProblem(null);
    try {
      await send(wallet, prepared);
      announce(say("sign.sent"));
    } catch (failure) {
      setProblem(textOf(failure));
    }
  };
  return (
    <div class="stack">
      <p class="small">
        {prepared.summary}
        <br />
        <span class="soft">
          {prepared.from === null ? say("sign.anybody") : say("sign.by", { address: shortAddress(prepared.from) })}
          {" · "}
          {chainName(prepared.chainId)}
        </span>
      </p>
      <div class="row">
        {wallets.map((wallet) => (
          <button key={wallet.id} type="button" class="button button-primary" onClick={() => void sign(wallet)}>
            {say("sign.with", { wallet: wallet.name })}
          </button>
        ))}
        {wallets.length === 0 && <span class="soft small">{say("sign.none")}</span>}
      </div>
      {problem !== null && (
        <p role="alert" class="failure">
          {problem}
        </p>
      )}
      <details>
        <summary class="small soft">{say("sign.details")}</summary>
        <Facts
          facts={[
            [say("sign.contract"), <Id key="to" text={prepared.to} what={say("sign.contract")} />],
            [say("sign.data"), <Data key="data" text={prepared.data} />],
          ]}
        />
      </details>
    </div>
  );
}

function Data({ text }: { readonly text: string }) {
  return (
    <span class="row">
      <code>{text}</code>
      <CopyButton text={text} what={say("sign.data")} />
    </span>
  );
}

class WrongAccountError extends Error {
  override readonly name = "WrongAccountError";
}

/** Connects the wallet on the chain, and has it send the transaction from the account that it is for. */
async function send(wallet: Wallet, { chainId, from, to, data }: Prepared): Promise<void> {
  const { address, provider } = await wallet.connect(chainId);
  if (from !== null && from.toLowerCase() !== address.toLowerCase()) {
    throw new WrongAccountError(
      say("sign.wrongAccount", { address: shortAddress(address), wanted: shortAddress(from) }),
    );
  }
  await askWallet(provider, { method: "eth_sendTransaction", params: [{ from: address, to, data, value: "0x0" }] });
}

/** What is wrong with a wallet the checkout's words say. */
function textOf(failure: unknown): string {
  if (failure instanceof WrongAccountError) return failure.message;
  if (failure instanceof PayerError) return sayOfWallets(failure.said.key, failure.said.values);
  return say("failure.unexpected");
}
