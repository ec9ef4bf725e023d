/**
 * The contracts of wallets that people have, at their published addresses, the same on every chain we use. MetaMask's and Safe's are those of the packages
 * `@metamask/delegation-deployments` and `permissionless`; Coinbase's are in no package: addresses and code hashes are the published ones.
 */
export const walletContracts = {
  /** What MetaMask has plain accounts delegate to (EIP-7702), version 1.3.0. */
  metaMaskDelegator: { address: "0x63c0c19a282a1B52b07dD5a65b58948A07DAE32B" },
  /** Safe 1.4.1: its singletons, factory and libraries, and the module and its set-up for EntryPoint v0.7. */
  safe: {
    singleton: "0x41675C099F32341bf84BFc5382aF534df5C7461a",
    singletonL2: "0x29fcB43b46531BcA003ddC8FCB67FFE91900C762",
    proxyFactory: "0x4e1DCf7AD4e460CfD30791CCC4F9c8a4f820ec67",
    multiSend: "0x38869bf66a61cF6bDB996A6aE40D5853Fd43B526",
    multiSendCallOnly: "0x9641d764fc13c8B624c04430C7356C1C7C8102e2",
    module4337: "0x75cf11467937ce3F2f357CE24ffc3DBF8fD5c226",
    moduleSetup: "0x2dd68b007B46fBe91B9A7c3EDa5A7a1063cB5b47",
    /** keccak256 of the code of every Safe: a proxy, whose singleton is in its storage. */
    accountCodeHash: "0xd7d408ebcd99b2b70be43e20253d6d92a8ea8fab29bd3be7f55b10032331fb4c",
  },
  /** Coinbase's smart wallet, which is Base Account too, in both versions that are in use. */
  coinbaseSmartWallet: {
    v1: {
      factory: "0x0BA5ED0c6AA8c49038F819E587E2633c4A9F428a",
      implementation: "0x000100abaad02f1cfC8Bbe32bD5a564817339E72",
      codeHash: "0xa7dba5dc36ffc7d92796b2d17cd61f4e89d7ace44ff953def7e39e444c278bfa",
    },
    v1_1: {
      factory: "0xBA5ED110eFDBa3D005bfC882d75358ACBbB85842",
      implementation: "0x00000110dCdEdC9581cb5eCB8467282f2926534d",
      codeHash: "0x136185896fc519277ec953c0b3d048fc0c9f607b8d04022e60f23ef8dbc6c4d5",
    },
    /** keccak256 of the code of every wallet: Solady's proxy, whose implementation is in its storage. */
    accountCodeHash: "0xaaa52c8cc8a0e3fd27ce756cc6b4e70c51423e9b597b11f32d3e49f8b1fc890d",
  },
} as const;
