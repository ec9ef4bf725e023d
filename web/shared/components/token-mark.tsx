import type { JSX } from "preact";
import type { Checkout } from "../../../clients/typescript/types.ts";
import "./token-mark.css";

type Token = Checkout["options"][number]["token"];

/** Drawn by us, in the colours and shapes that people know the tokens by. Only ever beside their names. */
const tokens: Readonly<Record<Token, JSX.Element>> = {
  USDC: (
    <>
      <circle cx="16" cy="16" r="16" fill="#2775ca" />
      <g fill="none" stroke="#fff" stroke-width="2.2" stroke-linecap="round">
        <path d="M12.6 6.2a10.4 10.4 0 0 0 0 19.6m6.8 0a10.4 10.4 0 0 0 0-19.6" />
        <path d="M19.4 13c-.3-1.6-1.6-2.5-3.4-2.5-2 0-3.4 1-3.4 2.6 0 3.7 6.9 1.9 6.9 5.6 0 1.7-1.5 2.8-3.5 2.8-2 0-3.4-1-3.6-2.700M16 8.300v2.200m0 11v2.2" />
      </g>
    </>
  ),
  USDT: (
    <>
      <circle cx="16" cy="16" r="16" fill="#26a17b" />
      <path d="M9 8.500h14v3.600h-5.100v12.400h-3.800V12.100H9z" fill="#fff" />
      <ellipse cx="16" cy="15.5" rx="8.2" ry="2.1" fill="none" stroke="#fff" stroke-width="1.3" />
    </>
  ),
  EURC: (
    <>
      <circle cx="16" cy="16" r="16" fill="#2a5bd7" />
      <g fill="none" stroke="#fff" stroke-width="2.2" stroke-linecap="round">
        <path d="M12.6 6.200a10.4 10.4 0 0 0 0 19.600m6.8 0a10.4 10.4 0 0 0 0-19.6" />
        <path d="M19.6 11.900a4.9 4.9 0 1 0 0 8.200m-8.4-5.300h6.200m-6.2 2.500h5.4" />
      </g>
    </>
  ),
};

const ethereum = (
  <>
    <circle cx="8" cy="8" r="8" fill="#627eea" />
    <path d="M8 2.2 4.3 8.2 8 10.300l3.7-2.100zM4.7 9.5 8 14l3.3-4.500L8 11.400z" fill="#fff" />
  </>
);
const arbitrum = (
  <>
    <circle cx="8" cy="8" r="8" fill="#2c4a6b" />
    <path d="m4.3 11.5 3-7.300h1.400l3 7.300h-1.700L8 6.500l-2 5z" fill="#9dcced" />
  </>
);
const base = (
  <>
    <circle cx="8" cy="8" r="8" fill="#0052ff" />
    <path d="M8 12.600a4.6 4.6 0 1 0-4.5-5.400h6.100v1.600H3.500A4.6 4.6 0 0 0 8 12.600z" fill="#fff" />
  </>
);
const polygon = (
  <>
    <circle cx="8" cy="8" r="8" fill="#7b3fe4" />
    <path
      d="M8 3.3 12 5.600v4.800L8 12.700l-4-2.300V5.600z"
      fill="none"
      stroke="#fff"
      stroke-width="1.6"
      stroke-linejoin="round"
    />
  </>
);
const bnb = (
  <>
    <circle cx="8" cy="8" r="8" fill="#f0b90b" />
    <path
      d="m8 6.2 1.8 1.800L8 9.8 6.2 8zM8 2.9 11 5.9 9.9 7 8 5.1 6.1 7 5 5.900zM8 13.1 5 10.1 6.1 9 8 10.9 9.9 9l1.1 1.100zM2.9 8 4 6.9 5.1 8 4 9.100zM10.9 8 12 6.9 13.1 8 12 9.100z"
      fill="#fff"
    />
  </>
);
const optimism = (
  <>
    <circle cx="8" cy="8" r="8" fill="#e8132d" />
    <g fill="none" stroke="#fff" stroke-width="1.5">
      <ellipse cx="5.3" cy="8" rx="1.9" ry="2.2" />
      <path d="M9 10.900V5.700h1.700a1.6 1.6 0 0 1 0 3.200H9" />
    </g>
  </>
);

const networks: Readonly<Record<number, JSX.Element>> = {
  1: ethereum,
  11155111: ethereum,
  42161: arbitrum,
  421614: arbitrum,
  8453: base,
  84532: base,
  137: polygon,
  80002: polygon,
  56: bnb,
  97: bnb,
  10: optimism,
  11155420: optimism,
};

/** A token, with its network as a badge. */
export function TokenMark({ token, chainId }: { readonly token: Token; readonly chainId: number }) {
  const network = networks[chainId];
  return (
    <svg class="token-mark" viewBox="0 0 36 36" aria-hidden="true">
      {tokens[token]}
      {network && (
        <g transform="translate(19 19)">
          <circle class="token-mark-gap" cx="8" cy="8" r="9.5" />
          {network}
        </g>
      )}
    </svg>
  );
}
