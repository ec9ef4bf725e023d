export type { InvitationMail, PeopleContext, PeopleMail } from "./context.ts";
export { PasskeyNotFoundError, SessionNotFoundError, SignedOutError } from "./errors.ts";
export {
  acceptInvitation,
  type IssuedInvitation,
  invite,
  listInvitations,
  readInvitation,
  revokeInvitation,
} from "./invitations.ts";
export { askForPasskey, signInWithPasskey } from "./passkey-sign-in.ts";
export { addPasskey, askForNewPasskey, listPasskeys, removePasskey } from "./passkeys.ts";
export {
  beginTotp,
  confirmTotp,
  countRecoveryCodes,
  hasSecondFactor,
  removeTotp,
  replaceRecoveryCodes,
} from "./second-factor.ts";
export {
  authenticateSession,
  changeSession,
  createSession,
  listSessions,
  type NewSession,
  revokeSession,
  sessionLife,
  type Visitor,
} from "./sessions.ts";
export { openSetup, requireSetup, setUp } from "./setup.ts";
export { type Begun, beginWithCode, passCode, passSecondFactor, type SignInStep } from "./sign-ins.ts";
export { peopleTasks } from "./tasks.ts";
export { accountAddress, createUser, findUserByEmail, renameUser } from "./users.ts";
