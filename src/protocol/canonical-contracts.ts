/**
 * Contracts that others deployed at one address on every chain we use. Where the code is the same on all chains, `codeHash` is the
 * keccak256 of it; Permit2 and EntryPoint hold the chain id in their code, so theirs differs by chain.
 */
export const canonicalContracts = {
  /** ERC-4337 EntryPoint v0.8. */
  entryPoint: { address: "0x4337084D9E255Ff0702461CF8895CE9E3b5Ff108" },
  /** Those before it, which people's wallets were written for. v0.7 holds the chain id in its code. */
  entryPoint07: { address: "0x0000000071727De22E5E9d8BAf0edAc6f37da032" },
  entryPoint06: {
    address: "0x5FF137D4b0FDCD49DcA30c7CF57E578a026d2789",
    codeHash: "0xc93c806e738300b5357ecdc2e971d6438d34d8e4e17b99b758b1f9cac91c8e70",
  },
  /** The accounts of the authors of ERC-4337: one deployed per owner, for each EntryPoint, and one for EIP-7702 to delegate to. */
  simpleAccountFactory: {
    address: "0x13E9ed32155810FDbd067D4522C492D6f68E5944",
    /** keccak256 of the code of every account that it deploys: a proxy, whose implementation is in its storage. */
    accountCodeHash: "0x41ee894da413cc99e8dec0a1784470eceb736845ad1591e06ff0ecdf0aca26c9",
  },
  simpleAccountFactory07: {
    address: "0x91E60e0613810449d098b0b5Ec8b51A0FE8c8985",
    accountCodeHash: "0x0cf33e42b59cd30ce43a3d95a9c4de2589047c5e0968708337764f9776097210",
  },
  simpleAccountFactory06: {
    address: "0x9406Cc6185a346906296840746125a0E44976454",
    accountCodeHash: "0x0acbd632c56f6f227951f6c832b36177319145deddb8df3a12c3bcc91fbf49b3",
  },
  simple7702Account: { address: "0xe6Cae83BdE06E4c305530e199D7217f42808555B" },
  /** Uniswap's Permit2. */
  permit2: { address: "0x000000000022D473030F116dDEE9F6B43aC78BA3" },
  multicall3: {
    address: "0xcA11bde05977b3631167028862bE2a173976CA11",
    codeHash: "0xd5c15df687b16f2ff992fc8d767b4216323184a2bbc6ee2f9c398c318e770891",
  },
  createX: {
    address: "0xba5Ed099633D3B313e4D5F7bdc1305d3c28ba5Ed",
    codeHash: "0xbd8a7ea8cfca7b4e5f5041d7d4b17bc317c5ce42cfbc42066a00cf26b43eb53f",
  },
  /** Arachnid's deterministic deployment proxy. */
  deterministicDeployer: {
    address: "0x4e59b44847b379578588920cA78FbF26c0B4956C",
    codeHash: "0x2fa86add0aed31f33a762c9d88e807c475bd51d0f52bd0955754b2608f7e4989",
  },
} as const;
