export {
  type ChainConfiguration,
  type Configuration,
  ConfigurationError,
  type ContractAddresses,
  contractsOn,
  namedContracts,
  type RelayConfiguration,
  type Role,
  readConfiguration,
  readDatabaseOptions,
  readPublicUrl,
  roles,
} from "./configuration/index.ts";
export { createChecksContext, reservedAddresses } from "./context.ts";
export { hasRelayer } from "./relayer.ts";
export { type Railsplit, startRailsplit } from "./start.ts";
