import { transactionUrl } from "../../shared/explorers.ts";
import { shortAddress } from "../messages/format.ts";

/** A transaction by its hash, with where anybody can look at it, if we know. */
export function TransactionHash({ chainId, hash }: { readonly chainId: number; readonly hash: string }) {
  const url = transactionUrl(chainId, hash);
  const text = <code title={hash}>{shortAddress(hash)}</code>;
  if (url === undefined) return text;
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {text}
    </a>
  );
}
