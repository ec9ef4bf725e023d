import type { Checkout } from "../../../clients/typescript/types.ts";
import { CopyButton } from "../../shared/components/copy-button.tsx";
import { Facts } from "../../shared/components/facts.tsx";
import { transactionUrl } from "../../shared/explorers.ts";
import { formatDate, formatMoney, formatToken, say, shortAddress } from "../../shared/messages/index.ts";
import "./receipt.css";

/** What was paid, to keep: printed, or saved as a text. */
export function Receipt({ checkout }: { readonly checkout: Checkout }) {
  const { txHash, chainId, id } = checkout;
  const transaction = txHash === null ? null : <Transaction hash={txHash} chainId={chainId} />;
  return (
    <section class="receipt" aria-labelledby="receipt-heading">
      <h2 id="receipt-heading">{say("receipt.heading")}</h2>
      <Facts
        facts={[
          ...factsOf(checkout),
          ...(transaction ? [{ name: say("receipt.transaction"), value: transaction }] : []),
          ...(checkout.refunds.length > 0
            ? [
                {
                  name: say("receipt.refunded"),
                  value: checkout.refunds.map((refund) => (
                    <Refund key={`${refund.txHash} ${refund.amount}`} {...refund} />
                  )),
                },
              ]
            : []),
          { name: say("receipt.payment"), value: <Reference text={id} what="receipt.payment" /> },
        ]}
      />
      <div class="receipt-actions">
        <button type="button" class="link" onClick={() => print()}>
          {say("receipt.print")}
        </button>
        <button type="button" class="link" onClick={() => save(checkout)}>
          {say("receipt.save")}
        </button>
      </div>
    </section>
  );
}

function factsOf({ merchantName, title, amount, currency, amountToken, token, paidAt, ...checkout }: Checkout) {
  const chain = checkout.options.find(({ chainId }) => chainId === checkout.chainId)?.chainName;
  return [
    { name: say("receipt.merchant"), value: merchantName },
    ...(title ? [{ name: say("receipt.title"), value: title }] : []),
    { name: say("receipt.amount"), value: formatMoney(amount, currency) },
    ...(amountToken && token ? [{ name: say("receipt.paid"), value: formatToken(amountToken, token) }] : []),
    ...(chain ? [{ name: say("receipt.network"), value: chain }] : []),
    ...(paidAt ? [{ name: say("receipt.date"), value: formatDate(paidAt) }] : []),
  ];
}

/** The same, and both references in full, as a file. */
function save(checkout: Checkout): void {
  const { id, txHash } = checkout;
  const facts = [
    ...factsOf(checkout),
    ...(txHash ? [{ name: say("receipt.transaction"), value: txHash }] : []),
    ...checkout.refunds.map((refund) => ({ name: say("receipt.refunded"), value: refundText(refund) })),
    { name: say("receipt.payment"), value: id },
  ];
  const lines = [say("receipt.heading"), "", ...facts.map(({ name, value }) => `${name}: ${value}`), ""];
  const url = URL.createObjectURL(new Blob([lines.join("\n")], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${say("receipt.file")}-${id}.txt`;
  link.click();
  URL.revokeObjectURL(url);
}

type RefundFact = Checkout["refunds"][number];

/** What was sent back, and by which transaction. */
function Refund({ amount, token, chainId, txHash, final }: RefundFact) {
  return (
    <div>
      <div>{formatToken(amount, token)}</div>
      {!final && <div>({say("receipt.notFinal")})</div>}
      <div>
        <Transaction hash={txHash} chainId={chainId} />
      </div>
    </div>
  );
}

const refundText = ({ amount, token, txHash, final }: RefundFact) =>
  `${formatToken(amount, token)}${final ? "" : ` (${say("receipt.notFinal")})`}, ${txHash}`;

/** To see for oneself, where the chain has an explorer. */
function Transaction({ hash, chainId }: { readonly hash: string; readonly chainId: number | null }) {
  const url = chainId === null ? undefined : transactionUrl(chainId, hash);
  return (
    <>
      {url === undefined ? (
        <code title={hash}>{shortAddress(hash)}</code>
      ) : (
        <a href={url} target="_blank" rel="noreferrer" title={hash}>
          {shortAddress(hash)}
          <span class="spoken">{say("receipt.explorer")}</span>
        </a>
      )}{" "}
      <CopyButton text={hash} what={say("receipt.transaction")} />
    </>
  );
}

type ReferenceProps = { readonly text: string; readonly what: "receipt.payment" };

function Reference({ text, what }: ReferenceProps) {
  return (
    <>
      <code title={text}>{shortAddress(text)}</code> <CopyButton text={text} what={say(what)} />
    </>
  );
}
