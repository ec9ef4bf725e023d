type Break = {
  readonly name: string;
  readonly file: string;
  /** What stands once in the file, and what takes its place. */
  readonly from: string;
  readonly to: string;
  /** The test contract that must notice. */
  readonly invariant: string;
};

const router = { file: "PaymentRouter.sol", invariant: "PaymentRouterInvariant" };
const mandates = { file: "Mandates.sol", invariant: "MandatesInvariant" };

const flagOff = (statement: string) => `_settled[paymentId] = 0;\n${statement}\n_settled[paymentId] = 1;`;
const split = "_distribute(payment, paymentId, total, largest, payer, _fromThis);";
const splitOfDeposit = "_distribute(payment, paymentId, total, largest, address(deposit), _fromThis);";
const permit2Call = "PaymentHash.PERMIT2_WITNESS_TYPE,\n            signature\n        );\n        ";

/** The six breaks of the independent audit that unit tests, fuzz and invariants had missed, and three of the contracts that came later. */
export const breaks: readonly Break[] = [
  {
    ...router,
    name: "payFromDeposit: the settled flag is off during the split",
    from: splitOfDeposit,
    to: flagOff(splitOfDeposit),
  },
  {
    ...router,
    name: "payWithPermit2: the settled flag is off during the split",
    from: permit2Call + split,
    to: permit2Call + flagOff(split),
  },
  {
    ...router,
    name: "payWithSignature: a signature over the bare id is accepted",
    from: "if (!SignatureOf.isSignedBy(payer, digest, signature))",
    to: "if (!SignatureOf.isSignedBy(payer, digest, signature) && !SignatureOf.isSignedBy(payer, paymentId, signature))",
  },
  {
    ...router,
    name: "reclaim: on another chain anybody may call it where refundTo is set",
    from: "else if (msg.sender != beneficiary)",
    to: "else if (payment.refundTo == address(0) && msg.sender != beneficiary)",
  },
  {
    ...router,
    name: "reclaim: the router is the beneficiary where it is the merchant",
    from: "if (beneficiary == address(0) || beneficiary == address(this)) revert InvalidRecipient(0);",
    to: "if (beneficiary == address(0)) revert InvalidRecipient(0);",
  },
  {
    file: "Splitter.sol",
    invariant: "PaymentRouterInvariant",
    name: "exactness: < instead of !=, so that a balance that falls passes",
    from: "if (token.balanceOf(to) - before != amount)",
    to: "if (token.balanceOf(to) - before < amount)",
  },
  {
    file: "StandingDeposits.sol",
    invariant: "StandingDepositsInvariant",
    name: "sweep: without the lock",
    from: "function sweep(Standing calldata standing, address token) external nonReentrant {",
    to: "function sweep(Standing calldata standing, address token) external {",
  },
  {
    ...mandates,
    name: "charge: the period is used up after the money moved",
    from: "_usePeriod(m, mandateId, period);\n        _checkAmount(m, mandateId, period, amount, collectorSignature);",
    to: "_checkAmount(m, mandateId, period, amount, collectorSignature);\n        _collect(m, mandateId, period, amount, largest);\n        _usePeriod(m, mandateId, period);\n        if (period < m.periods) return;",
  },
  {
    ...mandates,
    name: "charge: a mandate lives on after cancelAll",
    from: "if (epoch[payer] != m.epoch) revert WrongEpoch(m.epoch);",
    to: "",
  },
];
