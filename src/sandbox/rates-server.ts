import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What a dollar costs in the sandbox, about as in 2026. */
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
};

export type RatesServer = {
  readonly url: string;
  /** The rates from now on, of both sources or of one. Null: that source answers 503. */
  set(rates: Partial<Record<keyof typeof dollarRates, string>> | null, source?: "coinbase" | "open-er-api"): void;
  stop(): Promise<void>;
};

/** Serves exchange rates under the paths and in the formats of Coinbase and of open.er-api.com, numbers of the second not as text. */
export async function startRatesServer(): Promise<RatesServer> {
  const rates: Record<string, Record<string, string> | null> = {
    coinbase: { ...dollarRates },
    "open-er-api": { ...dollarRates },
  };
  const answers: Record<string, () => string | null> = {
    "/v2/exchange-rates?currency=USD": () =>
      rates.coinbase ? JSON.stringify({ data: { currency: "USD", rates: rates.coinbase } }) : null,
    "/v6/latest/USD": () => {
      if (!rates["open-er-api"]) return null;
      const numbers = Object.entries(rates["open-er-api"]).map(([currency, rate]) => `"${currency}":${rate}`);
      return `{"result":"success","base_code":"USD","rates":{${numbers.join(",")}}}`;
    },
  };
  const server = createServer((request, response) => {
    const answer = answers[request.url ?? ""];
    const body = answer?.();
    if (answer === undefined) response.writeHead(404).end();
    else if (body == null) response.writeHead(503).end("unavailable");
    else response.writeHead(200, { "content-type": "application/json" }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    set(changed, source) {
      for (const name of source ? [source] : ["coinbase", "open-er-api"]) {
        rates[name] = changed === null ? null : { ...dollarRates, ...changed };
      }
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
