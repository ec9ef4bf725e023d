import type { Checkout } from "../../../clients/typescript/types.ts";
import { CopyButton } from "../../shared/components/copy-button.tsx";
import { Facts } from "../../shared/components/facts.tsx";
import { formatDate, formatMoney, formatToken, say, shortAddress } from "../../shared/messages/index.ts";
import "./receipt.css";

/** What was paid, to keep. */
export function Receipt({ checkout }: { readonly checkout: Checkout }) {
  const { amount, currency, amountToken, token, chainId, paidAt, txHash, id } = checkout;
  const chain = checkout.options.find((option) => option.chainId === chainId)?.chainName;
  return (
    <section class="receipt" aria-labelledby="receipt-heading">
      <h2 id="receipt-heading">{say("receipt.heading")}</h2>
      <Facts
        facts={[
          { name: say("receipt.amount"), value: formatMoney(amount, currency) },
          ...(amountToken && token ? [{ name: say("receipt.paid"), value: formatToken(amountToken, token) }] : []),
          ...(chain ? [{ name: say("receipt.network"), value: chain }] : []),
          ...(paidAt ? [{ name: say("receipt.date"), value: formatDate(paidAt) }] : []),
          ...(txHash
            ? [{ name: say("receipt.transaction"), value: <Reference text={txHash} what="receipt.transaction" /> }]
            : []),
          { name: say("receipt.payment"), value: <Reference text={id} what="receipt.payment" /> },
        ]}
      />
    </section>
  );
}

type ReferenceProps = { readonly text: string; readonly what: "receipt.transaction" | "receipt.payment" };

function Reference({ text, what }: ReferenceProps) {
  return (
    <>
      <code title={text}>{shortAddress(text)}</code> <CopyButton text={text} what={say(what)} />
    </>
  );
}
