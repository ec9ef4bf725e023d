import type { z } from "zod";
import {
  type AccessContext,
  type Actor,
  type Caller,
  organizationFields,
  type Scope,
  settlementAddressesOf,
  updateOrganization,
} from "../../../../access/index.ts";
import { checkoutFields, readCheckoutSettings, writeCheckoutSettings } from "../../../../checkout/index.ts";

/** One thing that is set under its name. */
export type Setting = {
  readonly type: "string" | "integer" | "array" | "object";
  readonly description: string;
  /** What shows it, where that is more than this API's admins have anyway. */
  readonly readScope?: Scope;
  read(context: AccessContext, caller: Caller): Promise<unknown>;
  readonly write: Write | Elsewhere;
};

type Write = {
  readonly scope: Scope;
  /** Whether both modes share it, so that it decides over real money. */
  readonly isShared: boolean;
  readonly field: z.ZodType;
  write(context: AccessContext, caller: Caller, value: unknown, actor: Actor): Promise<unknown>;
};

/** Where it is changed, since not here. */
type Elsewhere = string;

type OrganizationField = keyof typeof organizationFields;
type CheckoutField = keyof typeof checkoutFields;

/** Of the organization, in both modes. */
function ofOrganization(name: OrganizationField, type: Setting["type"]): Setting {
  const field = organizationFields[name];
  return {
    type,
    description: field.description ?? "",
    read: async (_context, { organization }) => organization[name],
    write: {
      scope: "organization:write",
      isShared: true,
      field,
      write: async (context, { organization }, value, actor) =>
        (await updateOrganization(context, organization.id, { [name]: value }, actor))[name],
    },
  };
}

/** Of the checkout, in the mode of the key. */
function ofCheckout(name: CheckoutField, type: Setting["type"]): Setting {
  const field = checkoutFields[name];
  const ownerOf = ({ organization, mode }: Caller) => ({ organizationId: organization.id, mode });
  return {
    type,
    description: field.description ?? "",
    readScope: "checkout:read",
    read: async ({ database }, caller) => (await readCheckoutSettings(database, ownerOf(caller)))[name],
    write: {
      scope: "checkout:write",
      isShared: false,
      field,
      write: async (context, caller, value, actor) =>
        (await writeCheckoutSettings(context, ownerOf(caller), { [name]: value }, actor))[name],
    },
  };
}

const bySession = "with a session: PUT /v1/organization/settlement-addresses/{chain}";

const all = {
  name: ofOrganization("name", "string"),
  successUrl: ofOrganization("successUrl", "string"),
  cancelUrl: ofOrganization("cancelUrl", "string"),
  accentColor: ofOrganization("accentColor", "string"),
  supportContact: ofOrganization("supportContact", "string"),
  disabledPairs: ofOrganization("disabledPairs", "array"),
  embedOrigins: ofCheckout("embedOrigins", "array"),
  contractPayers: ofCheckout("contractPayers", "string"),
  transferQuoteMinutes: ofCheckout("transferQuoteMinutes", "integer"),
  settlementAddress: {
    type: "string",
    description: "Where your own shares are paid to, on every chain without an address of its own.",
    read: async (context, caller) => (await addressesOf(context, caller)).everywhere,
    write: bySession,
  },
  chainAddresses: {
    type: "object",
    description: "Where they are paid to on chains of their own, by the chain's number.",
    read: async (context, caller) => (await addressesOf(context, caller)).byChain,
    write: bySession,
  },
  limits: {
    type: "object",
    description: "Requests of each of your keys, where the operator has given you limits of your own.",
    read: async (_context, { organization }) => organization.limits,
    write: "by the operator of this server",
  },
} satisfies Readonly<Record<string, Setting>>;

/** Every setting by its key. */
export const settings: ReadonlyMap<string, Setting> = new Map(Object.entries(all));

const addressesOf = ({ database, clock }: AccessContext, { organization }: Caller) =>
  settlementAddressesOf(database, organization, clock());
