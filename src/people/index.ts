export type { AccountChange, AccountNotice, InvitationMail, PeopleContext, PeopleMail } from "./context.ts";
export { beginEmailChange, confirmEmailChange } from "./email-changes.ts";
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
export { countRecoveryCodes } from "./recovery-codes.ts";
export {
  beginTotp,
  confirmTotp,
  hasSecondFactor,
  removeTotp,
  replaceRecoveryCodes,
} from "./second-factor.ts";
export { passSecondFactor } from "./second-step.ts";
export {
  authenticateSession,
  carrySessions,
  changeSession,
  createSession,
  listSessions,
  type NewSession,
  revokeSession,
  sessionLife,
  type Visitor,
} from "./sessions.ts";
export { openSetup, requireSetup, setUp } from "./setup.ts";
export { beginWithCode, passCode } from "./sign-in-codes.ts";
export type { Begun, SignInStep } from "./sign-ins.ts";
export { peopleTasks } from "./tasks.ts";
export { accountAddress, createUser, findUserByEmail, renameUser, speakTo } from "./users.ts";
