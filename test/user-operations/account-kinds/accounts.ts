import { Implementation, toMetaMaskSmartAccount } from "@metamask/smart-accounts-kit";
import { toSafeSmartAccount, toSimpleSmartAccount } from "permissionless/accounts";
import type { Client, PrivateKeyAccount } from "viem";
import { type SmartAccount, toCoinbaseSmartAccount } from "viem/account-abstraction";
import { entryPoints } from "../../../src/protocol/index.ts";

// Accounts as outside libraries make them: their call data, their creation and their signatures are none of our code's.

const at = <Version extends "0.6" | "0.7">(version: Version) => ({ address: entryPoints[version], version });

type Maker = (client: Client, owner: PrivateKeyAccount) => Promise<SmartAccount>;

export const outsideAccounts = {
  "simple-account-0.7": (client, owner) =>
    toSimpleSmartAccount({ client: client as never, owner, entryPoint: at("0.7") }),
  "simple-account-0.6": (client, owner) =>
    toSimpleSmartAccount({ client: client as never, owner, entryPoint: at("0.6") }),
  "metamask-account": (client, owner) =>
    toMetaMaskSmartAccount({
      client: client as never,
      implementation: Implementation.Stateless7702,
      address: owner.address,
      signer: { account: owner },
    }) as Promise<unknown> as Promise<SmartAccount>,
  "safe-account": (client, owner) =>
    toSafeSmartAccount({ client: client as never, owners: [owner], version: "1.4.1", entryPoint: at("0.7") }),
} as const satisfies Readonly<Record<string, Maker>>;

export type OutsideAccount = keyof typeof outsideAccounts;

/** Its address is given: the factory that says it is in no package. */
export const coinbaseAccount = (client: Client, owner: PrivateKeyAccount): Promise<SmartAccount> =>
  toCoinbaseSmartAccount({ client: client as never, owners: [owner], version: "1.1", address: owner.address });
