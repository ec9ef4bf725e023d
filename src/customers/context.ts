import type { Address } from "viem";
import type { RouterFee } from "../chain/index.ts";
import type { PaymentsContext } from "../payments/index.ts";

/** The contract of standing addresses, as far as binding one needs it. */
export type StandingContract = {
  readonly address: Address;
  /** Which of these addresses have code on a chain, delegations of plain accounts (EIP-7702) left out. In their order. */
  readonly areContracts: (chainId: number, addresses: readonly Address[]) => Promise<readonly boolean[]>;
  /** What it takes of each sweep on a chain, and for whom: it can never change. */
  readonly fee: (chainId: number) => Promise<RouterFee>;
};

/** What customers and their addresses need from outside. */
export type CustomersContext = Pick<
  PaymentsContext,
  "database" | "clock" | "chains" | "reserved" | "settlesDeposits"
> & {
  /** Null where the server has none. */
  readonly standing: StandingContract | null;
};
