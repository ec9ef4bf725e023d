export type { ChainConfiguration } from "./chains.ts";
export {
  type Configuration,
  type ContractAddresses,
  contractsOn,
  deployedContracts,
  readConfiguration,
  readDatabaseOptions,
  readPublicUrl,
} from "./configuration.ts";
export { namedContracts } from "./contracts.ts";
export { hasRelayer } from "./has-relayer.ts";
export type { RelayConfiguration } from "./relayer.ts";
export { reservedAddresses } from "./reserved-addresses.ts";
export { type Role, roles } from "./role.ts";
export { ConfigurationError } from "./variables.ts";
