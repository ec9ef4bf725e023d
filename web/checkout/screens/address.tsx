import { useState } from "preact/hooks";
import type { Checkout, Quote } from "../../../clients/typescript/types.ts";
import { Copyable } from "../../shared/components/copyable.tsx";
import { QrCode } from "../../shared/components/qr-code.tsx";
import { Tabs } from "../../shared/components/tabs.tsx";
import { Waiting } from "../../shared/components/waiting.tsx";
import { formatToken, say } from "../../shared/messages/index.ts";
import { paymentRequest } from "./eip681.ts";
import { chainName } from "./quote-header.tsx";
import type { ScreenProps } from "./screen-props.ts";
import "./transfer.css";

/** Pay by a plain transfer, from anywhere. */
export function PayByAddress({ screen }: ScreenProps<"address">) {
  return (
    <>
      <p class="intro">{say("address.intro")}</p>
      <TransferDetails checkout={screen.checkout} quote={screen.quote} amount={screen.quote.amountToken} />
    </>
  );
}

type TransferDetailsProps = {
  readonly checkout: Checkout;
  readonly quote: Quote;
  /** What is still to be sent, a decimal string. */
  readonly amount: string;
};

/** Where to send what, to scan and to copy. */
export function TransferDetails({ checkout, quote, amount }: TransferDetailsProps) {
  const [code, show] = useState<"address" | "request">("address");
  const chain = chainName(checkout, quote.chainId);
  const tabs = [
    { name: "address", title: say("address.qrAddress") },
    { name: "request", title: say("address.qrRequest") },
  ] as const;
  return (
    <>
      <div class="transfer">
        <div class="transfer-code">
          <Tabs label={say("address.qrTabs")} tabs={tabs} chosen={code} choose={show}>
            {code === "address" ? (
              <QrCode text={quote.depositAddress} label={say("address.qrAddressLabel")} />
            ) : (
              <>
                <QrCode text={paymentRequest(quote, amount)} label={say("address.qrRequestLabel")} />
                <p class="note">{say("address.qrRequestNote")}</p>
              </>
            )}
          </Tabs>
        </div>
        <div class="transfer-facts">
          <Copyable name={say("address.amount")} shown={formatToken(amount, quote.token)} copied={plain(amount)} />
          <Copyable name={say("address.address")} shown={quote.depositAddress} />
          <div class="copyable">
            <div>
              <span class="copyable-name">{say("address.network")}</span>
              <span class="copyable-value">{chain}</span>
            </div>
          </div>
        </div>
      </div>
      <p class="warning">{say("address.warning", { token: quote.token, chain })}</p>
      <p class="note">{say("address.feeNote")}</p>
      <Waiting>{say("address.waiting")}</Waiting>
    </>
  );
}

/** As amounts are typed elsewhere: without separators, and without zeros at the end. */
function plain(amount: string): string {
  return amount.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
}
