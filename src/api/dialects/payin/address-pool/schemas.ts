import { z } from "zod";
import { checksummedAddress } from "../../../../schemas/index.ts";
import { chainField, secondField } from "../fields.ts";
import { pageOf } from "../pages.ts";

export const poolStatusBody = z
  .object({
    mode: z.literal("derived").describe("Each order's address follows from its terms."),
    available: z.literal("unlimited"),
    payoutAddresses: z.int().describe("Those in force."),
  })
  .meta({ id: "PayInPoolStatus" });

const payoutAddress = z
  .object({
    address: z.string(),
    chainId: z.string().nullable().describe("Null: every chain without one of its own."),
    status: z.enum(["active", "pending"]),
    effectiveAt: secondField.optional().describe("When it takes the place of the one before."),
  })
  .meta({ id: "PayInPayoutAddress" });

export const payoutAddressListBody = pageOf(payoutAddress).meta({ id: "PayInPayoutAddressList" });

const imported = z.object({ address: checksummedAddress, chainId: chainField.optional() });

export const importAddressesBody = z
  .object({ addresses: z.array(imported).min(1).max(20) })
  .meta({ id: "PayInImportAddresses" });

export const importedAddressesBody = z
  .object({ imported: z.int(), addresses: z.array(payoutAddress) })
  .meta({ id: "PayInImportedAddresses" });
