import type { Payment } from "../../../../clients/typescript/types.ts";
import { transactionUrl } from "../../../shared/explorers.ts";
import { Facts } from "../../components/facts.tsx";
import { Id } from "../../components/id.tsx";
import { Section } from "../../components/section.tsx";
import { Time } from "../../components/time.tsx";
import { formatToken, shortAddress } from "../../messages/format.ts";
import { say } from "../../messages/index.ts";
import { chainName } from "../../session/chains.ts";
import { pathOf } from "../../session/paths.ts";
import { methodOf } from "./columns.tsx";

/** What is known of a payment, one thing a line. */
export function PaymentFacts({ payment }: { readonly payment: Payment }) {
  const { token, finality } = payment;
  const inTokens = (amount: string | null) => amount !== null && token !== null && formatToken(amount, token);
  const metadata = Object.entries(payment.metadata);
  const received = inTokens(payment.receivedAmount);
  const due = inTokens(payment.amountToken);
  return (
    <aside class="stack">
      <Section title={say("payment.details")}>
        <Facts
          facts={[
            [
              say("payment.id"),
              <Id key="id" text={payment.id} what={say("payment.id")} shown={`${payment.id.slice(0, 13)}…`} />,
            ],
            payment.externalId !== null && [say("payment.externalId"), payment.externalId],
            payment.title !== null && [say("payments.column.what"), payment.title],
            payment.description !== null && [say("payment.description"), payment.description],
            [
              say("payment.page"),
              <Id
                key="page"
                text={payment.paymentUrl}
                what={say("payment.page")}
                shown={new URL(payment.paymentUrl).host}
              />,
            ],
            [say("payment.created"), <Time key="created" at={payment.createdAt} />],
            payment.status === "ACTIVE" && [say("payment.expires"), <Time key="expires" at={payment.expiresAt} />],
            payment.paidAt !== null && [say("payment.paidAt"), <Time key="paid" at={payment.paidAt} />],
            token !== null && [say("payment.token"), methodOf(payment)],
            due && [say("payment.amountToken"), due],
            received && received !== due && [say("payment.received"), received],
            payment.lateAmount !== null && [say("payment.late"), payment.lateAmount],
            payment.refundedAmount !== null && [say("refunds.refunded"), payment.refundedAmount],
            payment.exchangeRate !== null && [say("payment.rate"), payment.exchangeRate],
            payment.txHash !== null && [say("payment.transaction"), <Transaction key="tx" payment={payment} />],
            finality !== null &&
              payment.txHash !== null && [
                say("payment.finality"),
                finality.final
                  ? say("payment.final")
                  : say("payment.notFinal", { confirmations: payment.confirmations ?? 0, rule: finality.rule }),
              ],
            payment.failureReason !== null && [say("payment.reason"), payment.failureReason],
            payment.source !== null && [say("payment.source"), <Source key="source" source={payment.source} />],
            token === null && [say("payment.chains"), payment.acceptedChains.map(chainName).join(", ")],
            token === null && [say("payment.tokens"), payment.acceptedTokens.join(", ")],
          ]}
        />
      </Section>
      {metadata.length > 0 && (
        <Section title={say("payment.metadata")}>
          <Facts facts={metadata} />
        </Section>
      )}
    </aside>
  );
}

function Transaction({ payment }: { readonly payment: Payment }) {
  const { txHash, chainId } = payment;
  if (txHash === null) return null;
  const url = chainId === null ? undefined : transactionUrl(chainId, txHash);
  return (
    <span class="row">
      <Id text={txHash} what={say("payment.transaction")} shown={shortAddress(txHash)} />
      {url && (
        <a class="text-link" href={url} target="_blank" rel="noreferrer">
          {new URL(url).host}
        </a>
      )}
    </span>
  );
}

function Source({ source }: { readonly source: NonNullable<Payment["source"]> }) {
  if (!source.id.startsWith("pl_")) return <>{source.id}</>;
  return (
    <a class="text-link" href={pathOf("links", source.id)}>
      {say("nav.links")}
    </a>
  );
}
