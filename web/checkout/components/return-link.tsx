import { say } from "../../shared/messages/index.ts";

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

/** Only http and https: another scheme could run something here. */
export function webPage(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null;
  return /^https?:$/.test(new URL(url).protocol) ? url : null;
}
