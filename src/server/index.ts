export {
  type ChainConfiguration,
  type Configuration,
  ConfigurationError,
  type ContractAddresses,
  contractsOn,
  type RelayConfiguration,
  type Role,
  readConfiguration,
  readDatabaseOptions,
  roles,
} from "./configuration/index.ts";
export { type Railsplit, startRailsplit } from "./start.ts";
