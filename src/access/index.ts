export { hashOfBearerToken, hideBearerTokens, newBearerToken } from "./bearer-token.ts";
export { KeyNotFoundError, UnauthorizedError } from "./errors.ts";
export { isAddressRange } from "./ip-ranges.ts";
export { type Authenticator, type Caller, createAuthenticator, type KeyContext, presentedKey } from "./keys.ts";
export { issueApiKey, listApiKeys, revokeApiKey } from "./manage-keys.ts";
export { createMerchant } from "./merchants.ts";
export { allows, everything, type Scope, scopes } from "./scopes.ts";
