import { useEffect, useRef } from "preact/hooks";
import type { PricingUnit } from "../../../src/protocol/currencies.ts";
import { showAccent } from "../../shared/accent.ts";
import { TokenMark } from "../../shared/components/token-mark.tsx";
import { formatMoney } from "../messages/format.ts";
import { say } from "../messages/index.ts";
import { useBranding } from "../session/branding.ts";
import { useDashboard } from "../session/dashboard.ts";
import "./payer-preview.css";

type PayerPreviewProps = {
  readonly amount?: string | undefined;
  readonly currency?: string | undefined;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  /** Other than what is saved: while the branding itself is changed. */
  readonly name?: string | undefined;
  readonly accentColor?: string | null | undefined;
  readonly supportContact?: string | undefined;
  /** Beside a form whose fields it shows. */
  readonly isTyped?: boolean;
};

/** What a customer sees at first, drawn with what is typed. No payment is made for it. */
export function PayerPreview({ amount, currency = "USD", title, description, ...own }: PayerPreviewProps) {
  const { membership } = useDashboard();
  const branding = useBranding();
  const frame = useRef<HTMLElement>(null);
  const color = own.accentColor === undefined ? (branding?.accentColor ?? null) : own.accentColor;
  const name = own.name ?? branding?.name ?? membership.name;
  const support = own.supportContact ?? branding?.supportContact;
  useEffect(() => {
    if (frame.current) showAccent(frame.current.style, color);
  }, [color]);
  return (
    <aside ref={frame} class="payer-preview" aria-label={say("preview.label")}>
      <p class="payer-merchant">
        {branding?.logoUrl ? (
          <img class="payer-logo" src={new URL(branding.logoUrl).pathname} alt="" />
        ) : (
          <span class="payer-mark" aria-hidden="true">
            {name.slice(0, 1).toUpperCase()}
          </span>
        )}
        {name}
      </p>
      <p class="payer-total">{priceOf(amount, currency)}</p>
      {title && <p>{title}</p>}
      {description && <p class="soft small payer-description">{description}</p>}
      {support && <p class="soft small">{support}</p>}
      <div class="payer-card" aria-hidden="true">
        <p class="small">{say("preview.choose")}</p>
        {(["USDC", "USDT"] as const).map((token) => (
          <span key={token} class="payer-option">
            <TokenMark token={token} chainId={8453} />
            {token}
          </span>
        ))}
        <span class="payer-button">{say("preview.pay")}</span>
      </div>
      {own.isTyped && <p class="soft small">{say("preview.untilTyped")}</p>}
    </aside>
  );
}

function priceOf(amount: string | undefined, currency: string): string {
  if (amount === undefined || !/^\d{1,30}(\.\d{1,6})?$/.test(amount)) return say("preview.amount");
  return formatMoney(amount, currency as PricingUnit);
}
