import { useEffect, useState } from "preact/hooks";
import { say, sayCount } from "../../shared/messages/index.ts";
import "./return-link.css";

/** Back to the shop, out of a frame too. Nothing where the merchant gave no address, or one that is no web page. */
export function ReturnLink({ url, merchant }: { readonly url: string | null; readonly merchant: string }) {
  const target = webPage(url);
  if (target === null) return null;
  return (
    <a class="primary" href={target} target="_top">
      {say("receipt.return", { merchant })}
    </a>
  );
}

/** Seconds until the page goes back to the shop by itself. */
const pause = 5;

type AutomaticReturnProps = { readonly url: string | null; readonly merchant: string };

/** Goes back to the shop by itself, unless the payer wants to stay. */
export function AutomaticReturn({ url, merchant }: AutomaticReturnProps) {
  // In a frame the shop is around the page already.
  const target = window.parent === window ? webPage(url) : null;
  const [left, setLeft] = useState<number | null>(target === null ? null : pause);
  useEffect(() => {
    if (left === null || target === null) return;
    if (left === 0) return location.assign(target);
    const timer = setTimeout(() => setLeft(left - 1), 1_000);
    return () => clearTimeout(timer);
  }, [left, target]);
  if (left === null) return null;
  return (
    <p class="return note">
      {sayCount("success.returning", left, { merchant })}{" "}
      <button type="button" class="link" onClick={() => setLeft(null)}>
        {say("success.stay")}
      </button>
    </p>
  );
}

/** Where a payer who has paid goes: the shop's page is told of which payment. */
export function pageAfter({
  successUrl,
  id,
}: {
  readonly successUrl: string | null;
  readonly id: string;
}): string | null {
  const page = webPage(successUrl);
  if (page === null) return null;
  const url = new URL(page);
  url.searchParams.set("payment_id", id);
  return url.href;
}

/** Only http and https: another scheme could run something here. */
export function webPage(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null;
  return /^https?:$/.test(new URL(url).protocol) ? url : null;
}
