export { type IssuedKey, issueApiKey, keyLives, listApiKeys, type NewKey, revokeApiKey } from "./api-keys.ts";
export { type Actor, type Change, listAuditLog, operator, recordChange } from "./audit-log.ts";
export {
  type Authenticator,
  type Caller,
  createAuthenticator,
  keyMakerOf,
  type SessionCredential,
} from "./authenticator.ts";
export { hashOfBearerToken, newBearerToken } from "./bearer-token.ts";
export * from "./branding/index.ts";
export type { AccessContext } from "./context.ts";
export {
  AlreadyMemberError,
  KeyNotFoundError,
  MemberNotFoundError,
  OrganizationNotFoundError,
  RecipientLostError,
  RoleInsufficientError,
  UnauthorizedError,
} from "./errors.ts";
export { isAddressRange } from "./ip-ranges.ts";
export { keyFields } from "./key-fields.ts";
export { lostRecipients, type RecipientsContext } from "./lost-recipients.ts";
export {
  addMember,
  changeMember,
  type ListedMember,
  listMembers,
  type Manager,
  organizationsOf,
  removeMember,
  roleIn,
  transferOwnership,
} from "./members.ts";
export { organizationFields } from "./organization-fields.ts";
export {
  createOrganization,
  disabledPairsOf,
  findOrganization,
  insertOrganization,
  type OrganizationChange,
  updateOrganization,
} from "./organizations.ts";
export { isWebOrigin } from "./origins.ts";
export { keyScopesOf, mayManage, roleOfKey, rolesThatAllow, scopesOf } from "./roles.ts";
export { allows, everything, type Scope, scopes } from "./scopes.ts";
export {
  type AddressChange,
  cancelAddressChange,
  changeSettlementAddress,
  defaultDelay,
  everyAddressOf,
  longestDelay,
  pendingChanges,
  type SettlementAddresses,
  settlementAddressesOf,
} from "./settlement-addresses.ts";
