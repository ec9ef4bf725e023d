import { prefixedId, uuidOf } from "../schemas/index.ts";

const prefixes = { package: "subpkg", plan: "plan", subscription: "cusub", cycle: "cyc" } as const;

/** Ids as every API shows them. */
export const packageId = (uuid: string): string => prefixedId(prefixes.package, uuid);
export const planId = (uuid: string): string => prefixedId(prefixes.plan, uuid);
export const subscriptionId = (uuid: string): string => prefixedId(prefixes.subscription, uuid);
export const cycleId = (uuid: string): string => prefixedId(prefixes.cycle, uuid);

/** The UUIDs in them; undefined for any other text. */
export const uuidOfPackage = (id: string): string | undefined => uuidOf(prefixes.package, id);
export const uuidOfPlan = (id: string): string | undefined => uuidOf(prefixes.plan, id);
export const uuidOfSubscription = (id: string): string | undefined => uuidOf(prefixes.subscription, id);
export const uuidOfCycle = (id: string): string | undefined => uuidOf(prefixes.cycle, id);
