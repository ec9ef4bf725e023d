import { chargeSnapshot, type MandatePage, mandateSnapshot, type PreparedTerms } from "../../../mandates/index.ts";
import type { Mandate as Terms } from "../../../protocol/index.ts";
import { chargeView, payersMandateView } from "../mandates/view.ts";
import { formatToken } from "../payments/view.ts";

/** A mandate's page: what its payer has signed or may sign, and how it goes. */
export function mandatePageView({ mandate, merchantName, charges, terms, neededByOthers }: MandatePage) {
  const snapshot = mandateSnapshot(mandate);
  const { chainId, token } = mandate;
  return {
    ...payersMandateView(snapshot),
    merchantName,
    charges: charges.map((charge) => chargeView(snapshot, chargeSnapshot(charge))),
    terms: terms && termsView(terms),
    neededByOthers: neededByOthers === null ? null : formatToken(chainId, token, neededByOthers.toString()),
  };
}

/** What a payer is to sign. */
export function preparedTermsView({ mandate, terms, allowance }: PreparedTerms) {
  const { method, needed, current, nonce } = allowance;
  return {
    startsAt: new Date(Number(terms.start) * 1_000).toISOString(),
    terms: termsView(terms),
    contract: mandate.contract,
    chainId: mandate.chainId,
    allowance: {
      method,
      needed: needed.toString(),
      current: current.toString(),
      nonce: nonce === null ? null : nonce.toString(),
    },
  };
}

function termsView({ maxAmount, start, epoch, parts, ...terms }: Terms) {
  return {
    ...terms,
    maxAmount: maxAmount.toString(),
    start: start.toString(),
    epoch: epoch.toString(),
    parts: parts.map(({ recipient, bps }) => ({ recipient, bps })),
  };
}
