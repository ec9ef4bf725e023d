import { canonicalContracts } from "../../protocol/index.ts";
import type { AccountKind } from "./account-kind.ts";
import { recognizeDelegation, recognizeMarked } from "./delegation.ts";
import { decodeExecute } from "./execute-interface.ts";

const { address: delegate } = canonicalContracts.simple7702Account;

/** A plain account that delegates to Simple7702Account of the authors of ERC-4337 (EIP-7702), or will by the operation's authorization. */
export const simple7702Account: AccountKind = {
  name: "simple-7702-account",
  entryPoint: "0.8",
  judgesSignatures: true,
  decode: decodeExecute,
  async recognize(client, operation, code) {
    return (
      (await recognizeDelegation(client, operation, code, delegate)) ??
      // At EntryPoint v0.8, where the marker belongs, only this delegate can be meant.
      recognizeMarked(client, operation, code, delegate)
    );
  },
};
