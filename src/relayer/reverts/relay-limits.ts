/** What payers' signatures may cost where they do not pay, and how many of one payer are relayed at once. */
export type RelayLimits = {
  /** What reverted relays may cost in all, in 10^-18 US dollars. */
  readonly reverted: {
    readonly server: { readonly hour: bigint; readonly day: bigint };
    readonly organization: { readonly hour: bigint; readonly day: bigint };
  };
  /** Requests of one payer that are under way at once, over all payments and chains. */
  readonly mostOfPayer: number;
};
