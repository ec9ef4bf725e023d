import type { RelayLimits } from "../../src/relayer/index.ts";
import { accountKinds, type SponsorshipSettings } from "../../src/user-operations/index.ts";

const budget = { hour: 10n ** 30n, day: 10n ** 30n };
const both = { server: budget, organization: budget };

/** Sponsors every account that we know, without a budget to speak of. */
export const openSponsorship: SponsorshipSettings = {
  accounts: Object.values(accountKinds),
  budgets: { ...both, unsettled: both },
};

/** Relays whatever is signed, whatever it costs. */
export const openRelayLimits: RelayLimits = {
  reverted: { server: budget, organization: budget },
  mostOfPayer: 1_000_000,
};
