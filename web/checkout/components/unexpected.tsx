import type { Checkout } from "../../../clients/typescript/types.ts";
import { formatToken, say } from "../../shared/messages/index.ts";
import "./unexpected.css";

/** What came beside the payment. */
export function Unexpected({ checkout }: { readonly checkout: Checkout }) {
  return (
    <ul class="unexpected">
      {checkout.unexpected.map(({ chainId, token, amount, address, txHash }) => (
        <li key={`${address} ${txHash} ${token}`}>
          {say("unexpected.row", {
            amount: formatToken(amount, token),
            chain: checkout.options.find((option) => option.chainId === chainId)?.chainName ?? chainId,
          })}
        </li>
      ))}
    </ul>
  );
}
