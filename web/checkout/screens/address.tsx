import { useState } from "preact/hooks";
import type { Checkout, Quote } from "../../../clients/typescript/types.ts";
import { BlockchainAddress } from "../../shared/components/blockchain-address.tsx";
import { Copyable } from "../../shared/components/copyable.tsx";
import { QrCode } from "../../shared/components/qr-code.tsx";
import { Waiting } from "../../shared/components/waiting.tsx";
import { formatFee, formatTime, formatToken, say, shortAddress } from "../../shared/messages/index.ts";
import { refundToOf } from "../../shared/quote/index.ts";
import { WalletLinks } from "../components/wallet-links.tsx";
import { isSame } from "../session/options.ts";
import { transferTime } from "../session/screen.ts";
import { paymentRequest } from "./eip681.ts";
import { chainName } from "./quote-header.tsx";
import { RefundForm } from "./refund-form.tsx";
import type { ScreenProps } from "./screen-props.ts";
import "./transfer.css";

/** Pay by a plain transfer, from anywhere. */
export function PayByAddress({ screen, state, session }: ScreenProps<"address">) {
  const { checkout, quote } = screen;
  const { token } = quote;
  const chain = chainName(checkout, quote.chainId);
  const form = (
    <RefundForm
      token={token}
      chain={chain}
      asking={state.quoting}
      problem={state.problem}
      submit={session.setRefundTo}
    />
  );
  const refundTo = refundToOf(quote);
  // Money that cannot be divided must not go to one of the recipients.
  if (quote.terms.shares.length > 1 && refundTo === undefined) {
    return (
      <>
        <p class="intro">{say("refund.intro")}</p>
        {form}
      </>
    );
  }
  return (
    <>
      <p class="intro">{say("address.intro")}</p>
      {state.quoting ? (
        // Another quote is on its way, whose address takes this one's place: nobody copies one that the page forgets.
        <Waiting>{say("address.asking")}</Waiting>
      ) : (
        <TransferDetails checkout={checkout} quote={quote} amount={quote.amountToken} now={state.now} />
      )}
      {refundTo === undefined ? (
        <details class="more" open={state.problem !== null}>
          <summary>{say("refund.offer")}</summary>
          {form}
        </details>
      ) : (
        <p class="note">{say("refund.set", { address: shortAddress(refundTo) })}</p>
      )}
      {state.phone && state.wallets.length === 0 && <WalletLinks />}
    </>
  );
}

type TransferDetailsProps = {
  readonly checkout: Checkout;
  readonly quote: Quote;
  /** What is still to be sent, a decimal string. */
  readonly amount: string;
  readonly now: number;
};

/** Where to send what, to scan and to copy. */
export function TransferDetails({ checkout, quote, amount, now }: TransferDetailsProps) {
  const [withAmount, show] = useState(false);
  const { depositAddress } = quote;
  if (depositAddress === null) return null;
  const chain = chainName(checkout, quote.chainId);
  const fee = checkout.options.find((option) => isSame(option, quote))?.estimatedFee ?? null;
  return (
    <>
      <div class="transfer">
        <div class="transfer-code">
          {withAmount ? (
            <QrCode text={paymentRequest(quote, depositAddress, amount)} label={say("address.qrRequestLabel")} />
          ) : (
            <QrCode text={depositAddress} label={say("address.qrAddressLabel")} />
          )}
          <button type="button" class="link" onClick={() => show(!withAmount)}>
            {withAmount ? say("address.showAddress") : say("address.showRequest")}
          </button>
          {withAmount && <p class="note">{say("address.qrRequestNote")}</p>}
        </div>
        <div class="transfer-facts">
          <Copyable name={say("address.amount")} shown={formatToken(amount, quote.token)} copied={plain(amount)} />
          <Copyable
            name={say("address.address")}
            shown={<BlockchainAddress address={depositAddress} />}
            copied={depositAddress}
          />
          <Named name={say("address.network")} value={chain} />
          <Named name={say("address.until")} value={formatTime(lastTransfer(quote), now)} />
        </div>
      </div>
      <p class="warning">{say("address.warning", { token: quote.token, chain })}</p>
      <p class="note">{fee === null ? say("address.feeNote") : say("address.feeNoteAbout", { fee: formatFee(fee) })}</p>
      <Waiting>{say("address.waiting")}</Waiting>
    </>
  );
}

function Named({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div class="copyable">
      <div>
        <span class="copyable-name">{name}</span>
        <span class="copyable-value">{value}</span>
      </div>
    </div>
  );
}

/** When a transfer has to be there. */
function lastTransfer({ expiresAt }: Quote): Date {
  return new Date(Date.parse(expiresAt) - transferTime);
}

/** As amounts are typed elsewhere: without separators, and without zeros at the end. */
function plain(amount: string): string {
  return amount.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
}
