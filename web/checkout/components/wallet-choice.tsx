import type { Wallet } from "../../shared/wallets/index.ts";
import "./wallet-choice.css";

type WalletChoiceProps = {
  readonly wallets: readonly Wallet[];
  readonly disabled?: boolean;
  readonly connect: (wallet: Wallet) => void;
};

/** The wallets that were found, to connect one of them. */
export function WalletChoice({ wallets, disabled = false, connect }: WalletChoiceProps) {
  return (
    <ul class="wallets">
      {wallets.map((wallet) => (
        <li key={wallet.id}>
          <button type="button" class="wallet" disabled={disabled} onClick={() => connect(wallet)}>
            {wallet.icon ? (
              <img src={wallet.icon} alt="" width="32" height="32" />
            ) : (
              <span class="wallet-icon" aria-hidden="true">
                {wallet.name.slice(0, 1)}
              </span>
            )}
            {wallet.name}
          </button>
        </li>
      ))}
    </ul>
  );
}
