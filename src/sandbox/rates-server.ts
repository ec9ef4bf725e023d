import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Prices of a dollar in the sandbox, about as in 2026. */
const dollarRates = {
  USD: "1",
  EUR: "0.8612",
  GBP: "0.7594",
  AED: "3.6725",
  ARS: "1437.5",
  BRL: "5.3341",
  IDR: "16702.35",
  ILS: "3.2688",
  JPY: "154.87",
  MXN: "18.4412",
  NGN: "1451.06",
  PHP: "58.8915",
  THB: "32.4405",
  VND: "26361.5",
  ETH: "0.000328571428571",
  POL: "6.25",
  BNB: "0.001136363636364",
};

export type RatesServer = {
  readonly url: string;
  /** Changes the rates of all sources, or of one. Null: it answers 503. */
  set(rates: Partial<Record<keyof typeof dollarRates, string>> | null, source?: SourceName): void;
  stop(): Promise<void>;
};

/** The app id of the source that requires one. */
export const ratesAppId = "sandbox";

type SourceName = "coinbase" | "open-er-api" | "open-exchange-rates";

/** Serves exchange rates under the paths and in the formats of three sources: Coinbase writes rates as text, the others as numbers. */
export async function startRatesServer(): Promise<RatesServer> {
  const sources: SourceName[] = ["coinbase", "open-er-api", "open-exchange-rates"];
  const rates = new Map<SourceName, Record<string, string> | null>(sources.map((name) => [name, { ...dollarRates }]));
  const numbersOf = (table: Record<string, string>) =>
    `{${Object.entries(table)
      .map(([currency, rate]) => `"${currency}":${rate}`)
      .join(",")}}`;
  const documents: Record<string, { readonly source: SourceName; print(table: Record<string, string>): string }> = {
    "/v2/exchange-rates?currency=USD": {
      source: "coinbase",
      print: (table) => JSON.stringify({ data: { currency: "USD", rates: table } }),
    },
    "/v6/latest/USD": {
      source: "open-er-api",
      print: (table) => `{"result":"success","base_code":"USD","rates":${numbersOf(table)}}`,
    },
    [`/api/latest.json?app_id=${ratesAppId}&show_alternative=1`]: {
      source: "open-exchange-rates",
      print: (table) => `{"base":"USD","rates":${numbersOf(table)}}`,
    },
  };
  const server = createServer((request, response) => {
    const document = documents[request.url ?? ""];
    const table = document && rates.get(document.source);
    if (document === undefined) response.writeHead(request.url?.includes("app_id") ? 401 : 404).end();
    else if (!table) response.writeHead(503).end("unavailable");
    else response.writeHead(200, { "content-type": "application/json" }).end(document.print(table));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    set(changed, source) {
      for (const name of source ? [source] : sources) {
        rates.set(name, changed === null ? null : { ...dollarRates, ...changed });
      }
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
