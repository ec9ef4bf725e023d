import { say, shortAddress } from "../../shared/messages/index.ts";
import type { ConnectedWallet } from "../../shared/wallets/index.ts";
import "./connected.css";

type ConnectedProps = { readonly connected: ConnectedWallet; readonly disconnect: () => void };

/** Which wallet and account it is, and the way to another. */
export function Connected({ connected, disconnect }: ConnectedProps) {
  return (
    <p class="connected">
      {say("wallet.connected", { wallet: connected.wallet.name, address: shortAddress(connected.address) })}
      <button type="button" class="link" onClick={disconnect}>
        {say("wallet.disconnect")}
      </button>
    </p>
  );
}
