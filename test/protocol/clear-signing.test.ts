import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { concat, encodeAbiParameters, hashStruct, keccak256, toHex, zeroAddress } from "viem";
import {
  cancelTypedData,
  chargeTypedData,
  clearSigningDescriptors,
  consentTypedData,
  encodeType,
  mandateTypedData,
  permit2TypedData,
} from "../../src/protocol/index.ts";

const router = "0x1000000000000000000000000000000000000001";
const mandates = "0x2000000000000000000000000000000000000002";
const id = `0x${"11".repeat(32)}` as const;
const descriptors = clearSigningDescriptors({
  router: [{ chainId: 8453, address: router }],
  mandates: [{ chainId: 8453, address: mandates }],
});

const payment = {
  uuid: id,
  chainId: 8453n,
  token: zeroAddress,
  deadline: 1n,
  refundTo: zeroAddress,
  shares: [{ recipient: zeroAddress, amount: 1n }],
};
const mandate = {
  ref: id,
  payer: zeroAddress,
  token: zeroAddress,
  maxAmount: 1n,
  start: 1n,
  unit: 1,
  every: 1,
  window: 1,
  periods: 1,
  collector: zeroAddress,
  epoch: 0n,
  parts: [{ recipient: zeroAddress, bps: 10_000 }],
};

type TypedData = {
  readonly domain: { readonly name: string; readonly version?: string; readonly verifyingContract: string };
  readonly types: Readonly<Record<string, readonly { readonly name: string; readonly type: string }[]>>;
  readonly primaryType: string;
};
/** Everything that payers and collectors sign in our domains and Permit2's, and the file that describes it. */
const signed: readonly (readonly [string, TypedData])[] = [
  ["eip712-payment-router.json", consentTypedData(payment, zeroAddress, router)],
  ["eip712-permit2-payment.json", permit2TypedData(payment, zeroAddress, router, 0n)],
  ["eip712-mandates.json", mandateTypedData(mandate, 8453n, mandates)],
  ["eip712-mandates.json", chargeTypedData({ mandateId: id, period: 0n, amount: 1n }, 8453n, mandates)],
  ["eip712-mandates.json", cancelTypedData(id, 8453n, mandates)],
];

/** The formats of ERC-7730's second schema that we use, with all of the parameters that we give them. */
const parameters: Readonly<Record<string, readonly string[]>> = {
  raw: [],
  addressName: ["types"],
  tokenAmount: ["tokenPath"],
  date: ["encoding"],
  duration: [],
  unit: ["base", "decimals"],
  enum: ["$ref"],
  chainId: [],
};
/** What a format is named by: EIP-712's encodeType, of one struct after the other. */
const typePattern = /^([A-Za-z_]\w*\(([A-Za-z_]\w*(\[\])? \w+,?)*\))+$/;

/** The paths of all values of a type. */
function leaves({ types }: TypedData, type: string, path: string): string[] {
  const isArray = type.endsWith("[]");
  const fields = types[isArray ? type.slice(0, -2) : type];
  const at = isArray ? `${path}.[]` : path;
  if (fields === undefined) return [at];
  return fields.flatMap((field) => leaves({ types } as TypedData, field.type, at ? `${at}.${field.name}` : field.name));
}

type Shown = {
  path: string;
  label?: string;
  format?: string;
  visible?: string;
  params?: Record<string, string>;
  fields?: Shown[];
};

/** The paths that a format names, those in groups in full. */
function named(fields: readonly Shown[], prefix = ""): (Shown & { path: string })[] {
  return fields.flatMap((field) => {
    const path = `${prefix}${field.path}`;
    return field.fields ? named(field.fields, `${path}.`) : [{ ...field, path }];
  });
}

describe("clearSigningDescriptors", () => {
  for (const [file, data] of signed) {
    const formats = descriptors[file]?.display.formats as unknown as Record<
      string,
      { intent: string; fields: Shown[] }
    >;
    const type = encodeType(data.primaryType, data.types);

    it(`name every value of ${data.primaryType} once, and none that is not there`, () => {
      const format = formats[type];
      assert.ok(format, `no format for ${type}`);
      const paths = named(format.fields).map(({ path }) => path);
      assert.deepEqual([...paths].sort(), leaves(data, data.primaryType, "").sort());
      for (const { label, visible, format: how, params, path } of named(format.fields)) {
        assert.equal(visible === "never", label === undefined || how === undefined, `${path} is shown with a label`);
        if (params?.tokenPath) assert.ok(paths.includes(params.tokenPath.replace("#.", "")), params.tokenPath);
        if (params?.$ref) assert.equal(params.$ref, "$.metadata.enums.unit");
      }
    });

    it(`are bound to the domain of ${data.primaryType}`, () => {
      const context = descriptors[file]?.context as {
        eip712: { domain: { name: string; version?: string }; deployments: { chainId: number; address: string }[] };
      };
      const { name, version, verifyingContract } = data.domain;
      assert.deepEqual(context.eip712.domain, version === undefined ? { name } : { name, version });
      assert.deepEqual(context.eip712.deployments, [{ chainId: 8453, address: verifyingContract }]);
    });
  }

  it("use what ERC-7730 knows alone: fields, formats, and the parameters of each", () => {
    for (const [file, data] of signed) {
      const type = encodeType(data.primaryType, data.types);
      const format = descriptors[file]?.display.formats[type] as { fields: Shown[] } | undefined;
      assert.deepEqual(Object.keys(format ?? {}).sort(), ["fields", "intent"]);
      assert.match(type, typePattern);
      for (const { fields, ...group } of format?.fields.filter(({ fields }) => fields) ?? [])
        assert.deepEqual(Object.keys(group).sort(), ["label", "path"]);
      for (const { path, label, format: how = "raw", params = {}, visible, ...others } of named(format?.fields ?? [])) {
        assert.deepEqual(others, {}, path);
        assert.ok(visible === undefined || visible === "never" || visible === "optional", path);
        assert.ok(label === undefined || typeof label === "string", path);
        assert.deepEqual(Object.keys(params).sort(), parameters[how], `${path}: ${how}`);
      }
    }
  });

  it("show who is paid, how much, by when, and who pays", () => {
    for (const [file, data] of signed.slice(0, 3)) {
      const format = descriptors[file]?.display.formats[encodeType(data.primaryType, data.types)];
      const shown = named(format?.fields as Shown[])
        .filter(({ visible }) => visible === undefined)
        .map(({ path }) => path.replace(/^.*\./, ""));
      const wanted =
        file === "eip712-mandates.json"
          ? ["payer", "maxAmount", "recipient", "bps", "every", "periods"]
          : ["payer", "amount", "recipient", "deadline"];
      for (const name of wanted) assert.ok(shown.includes(name), `${file}: ${name}`);
    }
  });

  it("are in the package as they are made for what has been deployed", async () => {
    for (const [file, descriptor] of Object.entries(descriptors)) {
      const packed = JSON.parse(await readFile(new URL(`../../erc7730/${file}`, import.meta.url), "utf8"));
      assert.deepEqual(packed.display, descriptor.display);
    }
  });
});

describe("encodeType", () => {
  it("is EIP-712's: its hash is the one in a struct's hash", () => {
    const { types } = cancelTypedData(id, 1n, mandates);
    const typeHash = keccak256(toHex(encodeType("Cancel", types)));
    const expected = keccak256(concat([typeHash, encodeAbiParameters([{ type: "bytes32" }], [id])]));
    assert.equal(hashStruct({ data: { mandateId: id }, primaryType: "Cancel", types }), expected);
    assert.equal(
      encodeType("PaymentConsent", consentTypedData(payment, zeroAddress, router).types),
      "PaymentConsent(address payer,Payment payment)Payment(bytes32 uuid,uint256 chainId,address token,uint256 deadline,address refundTo,Share[] shares)Share(address recipient,uint256 amount)",
    );
  });
});
