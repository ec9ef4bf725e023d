import { render } from "preact";
import { MandatePages } from "../../../clients/typescript/resources/mandate-pages.ts";
import { createTransport } from "../../../clients/typescript/transport.ts";
import type { WalletSettings } from "../../shared/wallets/index.ts";
import { MandateApp } from "./mandate-app.tsx";

/** Shows the page of a mandate, which is at `<API>/m/<token>`. */
export function showMandate(root: HTMLElement, { apiUrl, token }: MandateAddress, settings: WalletSettings): void {
  const api = new MandatePages(createTransport({ baseUrl: apiUrl, timeout: 15_000, retries: 1 }));
  render(<MandateApp api={api} token={token} settings={settings} />, root);
}

export type MandateAddress = { readonly apiUrl: string; readonly token: string };
