import { formatToken, say, shortAddress } from "../messages/index.ts";

type SplitSummaryProps = {
  /** The merchant first, then the sellers. Decimal strings. */
  readonly shares: readonly { readonly recipient: string; readonly amount: string }[];
  readonly token: string;
  readonly merchantName: string;
};

/** Who gets what. */
export function SplitSummary({ shares, token, merchantName }: SplitSummaryProps) {
  return (
    <section class="split" aria-labelledby="split-heading">
      <h2 id="split-heading">{say("summary.split")}</h2>
      <ul>
        {shares.map(({ recipient, amount }, index) => (
          <li key={`${index} ${recipient}`}>
            <span class="split-name">
              {index === 0 ? merchantName : say("summary.seller", { number: index })}
              <span class="split-address" title={recipient}>
                {shortAddress(recipient)}
              </span>
            </span>
            <span class="split-amount">{formatToken(amount, token)}</span>
          </li>
        ))}
      </ul>
      {shares.length > 1 && <p class="note">{say("summary.splitNote")}</p>}
    </section>
  );
}
