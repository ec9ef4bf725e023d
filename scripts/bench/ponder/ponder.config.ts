import { createConfig } from "ponder";
import { http, parseAbi } from "viem";

const { BENCH_RPC_URL, BENCH_ROUTER, BENCH_LAST_BLOCK, BENCH_DATABASE_URL, BENCH_DIRECTORY } = process.env;

export default createConfig({
  database: BENCH_DATABASE_URL
    ? { kind: "postgres", connectionString: BENCH_DATABASE_URL }
    : { kind: "pglite", directory: BENCH_DIRECTORY },
  networks: {
    base: { chainId: 8453, transport: http(BENCH_RPC_URL), maxRequestsPerSecond: 1_000, disableCache: true },
  },
  contracts: {
    PaymentRouter: {
      network: "base",
      abi: parseAbi([
        "event PaymentSettled(bytes32 indexed paymentId, address indexed merchant, address indexed token, address payer, uint256 amount, uint256 fee)",
      ]),
      address: BENCH_ROUTER as `0x${string}`,
      startBlock: 0,
      endBlock: Number(BENCH_LAST_BLOCK),
    },
  },
});
