import { useEffect, useRef, useState } from "preact/hooks";
import { isAddressEqual } from "viem";
import type { MandatePages } from "../../../clients/typescript/resources/mandate-pages.ts";
import type { MandatePage, MandateTerms } from "../../../clients/typescript/types.ts";
import { parseDecimal } from "../../../src/protocol/decimal.ts";
import type { Mandate } from "../../../src/protocol/mandate.ts";
import type { Message } from "../../shared/messages/index.ts";
import { PayerError } from "../../shared/payer-error.ts";
import { type ConnectedWallet, type Wallet, type WalletSettings, watchWallets } from "../../shared/wallets/index.ts";
import { approve, endBySignature, endOnChain, signMandate } from "./ask-payer.ts";
import { checkTerms, figuresOf, readTerms } from "./check-terms.ts";

/** How often the page asks how its mandate stands. Milliseconds. */
const interval = 5_000;

/** What the payer is about to sign, checked. */
export type Prepared = { readonly prepared: MandateTerms; readonly terms: Mandate };

export type MandateState = {
  readonly page: MandatePage | null;
  readonly wallets: readonly Wallet[];
  readonly connected: ConnectedWallet | null;
  readonly ready: Prepared | null;
  /** What is waited for: a wallet's answer, or step so many of signing. Null: nothing. */
  readonly busy: "connecting" | "signing" | "ending" | "lowering" | null;
  readonly step: number;
  /** The cancellation was handed in, and is not final. */
  readonly isEnding: boolean;
  readonly isLowered: boolean;
  readonly problem: Message | null;
};

const initial: MandateState = {
  page: null,
  wallets: [],
  connected: null,
  ready: null,
  busy: null,
  step: 0,
  isEnding: false,
  isLowered: false,
  problem: null,
};

/** A mandate's page: what it shows, and what its payer can have done. */
export function useMandate(api: MandatePages, token: string, settings: WalletSettings) {
  const [state, setState] = useState(initial);
  const underWay = useRef(new AbortController());
  const change = (changes: Partial<MandateState>) => setState((before) => ({ ...before, ...changes }));

  useEffect(() => watchWallets(settings, (wallets) => change({ wallets })), [settings]);
  useEffect(() => {
    const read = () =>
      api.retrieve(token).then(
        (page) => change({ page }),
        (error: { readonly code?: string }) => {
          if (error.code === "MANDATE_NOT_FOUND") change({ problem: { key: "mandate.unknown", values: {} } });
        },
      );
    void read();
    const timer = setInterval(read, interval);
    return () => clearInterval(timer);
  }, [api, token]);

  /** One thing at a time: what an earlier one still says is of no interest. */
  const run = async (busy: MandateState["busy"], act: (signal: AbortSignal) => Promise<Partial<MandateState>>) => {
    underWay.current.abort();
    underWay.current = new AbortController();
    const { signal } = underWay.current;
    change({ busy, step: 0, problem: null });
    try {
      const changes = await act(signal);
      if (!signal.aborted) change({ busy: null, ...changes });
    } catch (error) {
      if (!signal.aborted) change({ busy: null, problem: problemOf(error) });
    }
  };
  const { page, connected, ready } = state;

  return {
    state,
    connect: (wallet: Wallet) =>
      run("connecting", async (signal) => {
        if (page === null) return {};
        const found = await wallet.connect(page.chainId);
        found.onChange(() => change({ connected: null, ready: null }));
        if (page.status !== "PENDING") {
          if (page.payer !== null && !isAddressEqual(found.address, page.payer as `0x${string}`)) {
            throw new PayerError("Another account", { key: "mandate.otherAccount", values: { address: page.payer } });
          }
          return { connected: found };
        }
        const prepared = await api.prepare(token, found.address, { signal });
        const terms = readTerms(prepared.terms);
        checkTerms(page, terms, found.address);
        return { connected: found, ready: { prepared, terms } };
      }),
    disconnect: () => {
      underWay.current.abort();
      void connected?.disconnect().catch(() => {});
      change({ connected: null, ready: null, busy: null, problem: null });
    },
    sign: () =>
      run("signing", async (signal) => {
        if (page === null || connected === null || ready === null) return {};
        const payer = { page, connected, signal };
        return { page: await signMandate(api, token, payer, ready, (step) => change({ step })), ready: null };
      }),
    end: (how: "signature" | "transaction") =>
      run("ending", async (signal) => {
        if (page === null || connected === null) return {};
        const payer = { page, connected, signal };
        if (how === "transaction") await endOnChain(payer);
        else await endBySignature(api, token, payer);
        return { isEnding: true };
      }),
    lower: () =>
      run("lowering", async (signal) => {
        if (page === null || connected === null || page.neededByOthers === null) return {};
        const amount = parseDecimal(page.neededByOthers, figuresOf(page, null).decimals);
        await approve({ page, connected, signal }, amount, 1n);
        return { isLowered: true };
      }),
  };
}

function problemOf(error: unknown): Message {
  if (error instanceof PayerError) return error.said;
  const { code } = error as { readonly code?: string };
  if (code === "MANDATE_PAYER_REFUSED") return { key: "mandate.payerRefused", values: {} };
  return { key: "wallet.failed", values: {} };
}
