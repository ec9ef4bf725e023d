import type { Address } from "viem";

/**
 * Contracts of others under one address on many chains, that give back to nobody what is sent to them, and addresses that stand for something else. A list like
 * this is never whole: it has what people copy by mistake.
 */
export const othersContracts: readonly Address[] = [
  // EntryPoint v0.9 of ERC-4337.
  "0x433709009B8330FDa32311DF1C2AFA402eD8D009",
  // Wrapped native tokens of Ethereum, Arbitrum, Polygon and BNB Chain; those of the OP Stack are among its predeploys.
  "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2",
  "0x82aF49447D8a07e3bd95BD0d56f35241523fBab1",
  "0x0d500B1d8E8eF31E21C99d1Db9A6444d3ADf1270",
  "0xbb4CdB9CBd36B01bD1cBaEBF2De08d9173bc095c",
  // DAI.
  "0x6B175474E89094C44Da98b954EedeAC495271d0F",
  // Multicall2, and the singleton factory of ERC-2470.
  "0x5BA1e12693Dc8F9c48aAD8770482f4739bEeD696",
  "0xce0042B868300000d44A59004Da54A005ffdcf9f",
  // Uniswap's routers (V2, V3, 02), and Seaport 1.6.
  "0x7a250d5630B4cF539739dF2C5dAcb4c659F2488D",
  "0xE592427A0AEce92De3Edee1F18E0157C05861564",
  "0x68b3465833fb72A70ecDF485E0e4C7bD8665Fc45",
  "0x0000000000000068F116a894984e2DB1123eB395",
  // Safe's singletons (1.3.0, 1.4.1, each also for L2) and its factory: a Safe is a proxy of its own.
  "0xd9Db270c1B5E3Bd161E8c8503c55cEABeE709552",
  "0x3E5c63644E683549055b9Be8653de26E0B4CD36E",
  "0x41675C099F32341bf84BFc5382aF534df5C7461a",
  "0x29fcB43b46531BcA003ddC8FCB67FFE91900C762",
  "0x4e1DCf7AD4e460CfD30791CCC4F9c8a4f820ec67",
];

/** Contracts of the protocol itself outside the low range: EIP-4788, EIP-2935, EIP-7002, EIP-7251, and the deposit contract of Ethereum's validators. */
export const systemContracts: readonly Address[] = [
  "0x000F3df6D732807Ef1319fB7B8bB8522d0Beac02",
  "0x0000F90827F1C53a10cb7A02335B175320002935",
  "0x00000961Ef480Eb55e80D19ad83579A64c007002",
  "0x0000BBdDc7CE488642fb579F8B00f3a590007251",
  "0x00000000219ab540356cBB839Cbe05303d7705Fa",
];

/** Nobody's: what programs write for "the native token" (EIP-7528) and for "everything", and where tokens are burned. */
export const placeholders: readonly Address[] = [
  "0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE",
  "0xFFfFfFffFFfffFFfFFfFFFFFffFFFffffFfFFFfF",
  "0xdEAD000000000000000042069420694206942069",
];
