import type { Address } from "viem";
import { canonicalContracts } from "./canonical-contracts.ts";
import { cancelTypes, chargeTypes, mandateTypes } from "./mandate.ts";
import { consentTypes } from "./payment.ts";
import { permit2Types } from "./typed-data.ts";

type Types = Readonly<Record<string, readonly { readonly name: string; readonly type: string }[]>>;

/** One field of what is signed, as a wallet shows it. `never` and `optional` ones are not needed to understand what is agreed to. */
type Field = {
  readonly path: string;
  readonly label?: string;
  readonly format?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly visible?: "never" | "optional";
};
type Group = { readonly path: string; readonly label: string; readonly fields: readonly Field[] };
type Format = { readonly intent: string; readonly fields: readonly (Field | Group)[] };

/** Where a contract stands. */
export type ClearSigningDeployment = { readonly chainId: number; readonly address: Address };

/** A descriptor of ERC-7730, version 2: how wallets show what a payer signs, instead of raw words. */
export type ClearSigningDescriptor = {
  readonly $schema: string;
  readonly context: object;
  readonly metadata: object;
  readonly display: { readonly formats: Readonly<Record<string, Format>> };
};

const address = (path: string, label: string, types = ["eoa", "wallet", "contract"]): Field => ({
  path,
  label,
  format: "addressName",
  params: { types },
});
const amount = (path: string, label: string, tokenPath: string): Field => ({
  path,
  label,
  format: "tokenAmount",
  params: { tokenPath },
});
const time = (path: string, label: string): Field => ({
  path,
  label,
  format: "date",
  params: { encoding: "timestamp" },
});
const hidden = (path: string): Field => ({ path, visible: "never" });
const raw = (path: string, label: string): Field => ({ path, label, format: "raw" });

/** The fields of a payment's terms under `path`. */
function paymentFields(path: string): (Field | Group)[] {
  return [
    {
      path: `${path}.shares.[]`,
      label: "Pays",
      fields: [amount("amount", "Amount", `#.${path}.token`), address("recipient", "To")],
    },
    time(`${path}.deadline`, "Until"),
    { path: `${path}.chainId`, label: "On", format: "chainId" },
    { ...address(`${path}.refundTo`, "Refunds to"), visible: "optional" },
    hidden(`${path}.token`),
    hidden(`${path}.uuid`),
  ];
}

const consent: Format = {
  intent: "Pay",
  fields: [address("payer", "From"), ...paymentFields("payment")],
};

const permit2: Format = {
  intent: "Pay",
  fields: [
    address("witness.payer", "From"),
    amount("permitted.amount", "In all", "#.permitted.token"),
    ...paymentFields("witness.payment"),
    address("spender", "By", ["contract"]),
    hidden("permitted.token"),
    hidden("nonce"),
    hidden("deadline"),
  ],
};

const mandate: Format = {
  intent: "Allow recurring charges",
  fields: [
    address("payer", "From"),
    amount("maxAmount", "At most, each period", "#.token"),
    time("start", "First on"),
    raw("every", "A period is"),
    { path: "unit", label: "Counted in", format: "enum", params: { $ref: "$.metadata.enums.unit" } },
    raw("periods", "Periods"),
    {
      path: "parts.[]",
      label: "Pays",
      fields: [
        { path: "bps", label: "Part", format: "unit", params: { base: "%", decimals: 2 } },
        address("recipient", "To"),
      ],
    },
    address("collector", "Amount set by (none: always the most)"),
    { path: "window", label: "Charged within", format: "duration" },
    hidden("token"),
    hidden("epoch"),
    hidden("ref"),
  ],
};

const charge: Format = {
  intent: "Charge a subscriber",
  fields: [raw("mandateId", "Mandate"), raw("period", "Period"), raw("amount", "Amount, in base units")],
};

const cancel: Format = {
  intent: "End recurring charges",
  fields: [raw("mandateId", "Mandate")],
};

/**
 * The descriptors of everything that payers and collectors sign in our domains and Permit2's, by file name. EIP-3009 and EIP-2612 are the
 * tokens' own: their issuers describe them.
 */
export function clearSigningDescriptors(deployments: {
  readonly router: readonly ClearSigningDeployment[];
  readonly mandates: readonly ClearSigningDeployment[];
}): Readonly<Record<string, ClearSigningDescriptor>> {
  const { router, mandates } = deployments;
  return {
    "eip712-payment-router.json": descriptor(
      "PaymentRouter",
      { domain: { name: "PaymentRouter", version: "1" }, deployments: router },
      { [encodeType("PaymentConsent", consentTypes)]: consent },
    ),
    "eip712-permit2-payment.json": descriptor(
      "Permit2",
      {
        domain: { name: "Permit2" },
        deployments: router.map(({ chainId }) => ({ chainId, address: canonicalContracts.permit2.address })),
      },
      { [encodeType("PermitWitnessTransferFrom", permit2Types)]: permit2 },
    ),
    "eip712-mandates.json": descriptor(
      "Mandates",
      { domain: { name: "Mandates", version: "1" }, deployments: mandates },
      {
        [encodeType("Mandate", mandateTypes)]: mandate,
        [encodeType("Charge", chargeTypes)]: charge,
        [encodeType("Cancel", cancelTypes)]: cancel,
      },
      { enums: { unit: { "0": "seconds", "1": "calendar months" } } },
    ),
  };
}

function descriptor(
  contractName: string,
  eip712: object,
  formats: Readonly<Record<string, Format>>,
  metadata: object = {},
): ClearSigningDescriptor {
  return {
    $schema:
      "https://raw.githubusercontent.com/LedgerHQ/clear-signing-erc7730-registry/master/specs/erc7730-v2.schema.json",
    context: { eip712 },
    metadata: { owner: "Railsplit", contractName, ...metadata },
    display: { formats },
  };
}

/** EIP-712's encodeType: the primary type, then the types that it refers to in the order of the alphabet. */
export function encodeType(primaryType: string, types: Types): string {
  const referred = new Set<string>();
  const visit = (name: string) => {
    const fields = types[name];
    if (fields === undefined || referred.has(name)) return;
    referred.add(name);
    for (const { type } of fields) visit(type.replace("[]", ""));
  };
  visit(primaryType);
  referred.delete(primaryType);
  return [primaryType, ...[...referred].sort()]
    .map((name) => `${name}(${(types[name] ?? []).map((field) => `${field.type} ${field.name}`).join(",")})`)
    .join("");
}
