import { custom, fallback, type Hex, hexToNumber, http, type Transport } from "viem";
import type { Clock } from "../clock.ts";
import type { Chain } from "../protocol/index.ts";

/** A request gives up after ten seconds. */
const provider = (url: string) => http(url, { timeout: 10_000, retryCount: 1, batch: { wait: 0 } });

/** Heads are compared this often, when there is something to ask. Milliseconds. */
const checkInterval = 10_000;

/** A provider has this long to say where its head is. Milliseconds. */
const checkTimeout = 3_000;

/** A head older than this, or this much older than the best one's, is not followed. Milliseconds. */
const oldest = (chain: Chain) => 120_000 + 10 * chain.blockTime;
const furthestBehind = (chain: Chain) => 30_000 + 3 * chain.blockTime;

/**
 * Several endpoints of one chain as a transport: the first one, in the order given, that answers and whose head is of today. An endpoint can answer
 * for hours and be hours behind, so HTTP 200 is no sign of health. Where none is healthy all are asked, since something must be.
 */
export function providerPool(chain: Chain, urls: readonly string[], clock: Clock): Transport {
  const providers = urls.map((url) => ({ url, transport: provider(url) }));
  const [only] = providers;
  if (only && providers.length === 1) return only.transport;
  return (options) => {
    const order = (chosen: readonly Transport[]) => fallback([...chosen], { retryCount: 0 })(options);
    const all = providers.map(({ transport }) => transport);
    let current = order(all);
    let checkedAt = Number.NEGATIVE_INFINITY;
    let checking: Promise<void> | undefined;

    const check = async () => {
      const heads = await Promise.all(providers.map(({ url }) => headTime(url)));
      const now = clock().getTime();
      const best = Math.max(...heads.map((time) => time ?? Number.NEGATIVE_INFINITY));
      const healthy = all.filter((_, index) => {
        const time = heads[index];
        return time !== undefined && now - time <= oldest(chain) && best - time <= furthestBehind(chain);
      });
      current = order(healthy.length > 0 ? healthy : all);
    };
    const pool = custom(
      {
        async request(request) {
          const now = clock().getTime();
          if (now - checkedAt >= checkInterval) {
            checkedAt = now;
            checking = check();
          }
          await checking;
          return current.request(request);
        },
      },
      { retryCount: 0 },
    );
    return pool(options);
  };
}

/** The time of an endpoint's newest block, in milliseconds; undefined where it does not say in time. */
async function headTime(url: string): Promise<number | undefined> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_getBlockByNumber", params: ["latest", false] }),
      signal: AbortSignal.timeout(checkTimeout),
    });
    const { result } = (await response.json()) as { result: { timestamp: Hex } };
    return hexToNumber(result.timestamp) * 1_000;
  } catch {
    return undefined;
  }
}
