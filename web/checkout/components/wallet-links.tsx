import { say } from "../../shared/messages/index.ts";
import { walletLinks } from "../../shared/wallets/wallet-links.ts";
import "./wallet-links.css";

/** On a phone without a wallet in this browser: the same page, in the browser of a wallet. */
export function WalletLinks() {
  const page = location.origin + location.pathname;
  return (
    <nav class="wallet-links" aria-label={say("links.label")}>
      <p class="note">{say("links.intro")}</p>
      <ul>
        {walletLinks(page).map(({ name, href }) => (
          <li key={name}>
            <a class="secondary" href={href} target="_top" rel="noreferrer">
              {say("links.open", { wallet: name })}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
