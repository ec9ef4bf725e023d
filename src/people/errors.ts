import { DomainError } from "../runtime/index.ts";

/** The same for whatever was wrong, so that nobody learns who has an account or how far a guess got. */
export class SignInFailedError extends DomainError {
  override readonly name = "SignInFailedError";
  override readonly code = "SIGN_IN_FAILED";
  constructor() {
    super(
      "This did not sign you in: it is wrong, was used, is older than ten minutes, or was tried too often. Begin again.",
    );
  }
}

/** A session that is unknown, over or revoked. */
export class SignedOutError extends DomainError {
  override readonly name = "SignedOutError";
  override readonly code = "SIGNED_OUT";
  constructor() {
    super("You are not signed in, or not any more. Sign in again.");
  }
}

export class SessionNotFoundError extends DomainError {
  override readonly name = "SessionNotFoundError";
  override readonly code = "SESSION_NOT_FOUND";
  constructor(id: string) {
    super(`You have no session "${id}".`);
  }
}

/** An invitation that is unknown, over, used or taken back. */
export class InvitationNotFoundError extends DomainError {
  override readonly name = "InvitationNotFoundError";
  override readonly code = "INVITATION_NOT_FOUND";
  constructor() {
    super("There is no such open invitation: it was used, taken back, or is older than seven days. Ask for another.");
  }
}

/** Too many people are invited and have not come. */
export class TooManyInvitationsError extends DomainError {
  override readonly name = "TooManyInvitationsError";
  override readonly code = "TOO_MANY_INVITATIONS";
  constructor(most: number) {
    super(`${most} invitations are open. Take one back first.`);
  }
}

/** The invitation is for an account that exists: its owner alone may accept it. */
export class SignInFirstError extends DomainError {
  override readonly name = "SignInFirstError";
  override readonly code = "SIGN_IN_FIRST";
  constructor() {
    super("The invited address has an account. Sign in with it, and open the invitation again.");
  }
}

export class MailUnavailableError extends DomainError {
  override readonly name = "MailUnavailableError";
  override readonly code = "MAIL_UNAVAILABLE";
  constructor() {
    super("This server sends no mail. Sign in with a passkey, and hand invitations over as links.");
  }
}

/** An authenticator's answer that does not fit what was asked. */
export class PasskeyRefusedError extends DomainError {
  override readonly name = "PasskeyRefusedError";
  override readonly code = "PASSKEY_REFUSED";
  constructor(options?: ErrorOptions) {
    super("The passkey could not be added: its answer is not of this page, not of this request, or too late.", options);
  }
}

export class PasskeyNotFoundError extends DomainError {
  override readonly name = "PasskeyNotFoundError";
  override readonly code = "PASSKEY_NOT_FOUND";
  constructor(id: string) {
    super(`You have no passkey "${id}".`);
  }
}

export class TooManyPasskeysError extends DomainError {
  override readonly name = "TooManyPasskeysError";
  override readonly code = "TOO_MANY_PASSKEYS";
  constructor(most: number) {
    super(`You have ${most} passkeys. Remove one first.`);
  }
}

/** The app's code is not the one of this moment, or there is nothing to confirm. */
export class TotpRefusedError extends DomainError {
  override readonly name = "TotpRefusedError";
  override readonly code = "TOTP_REFUSED";
  constructor(message = "This is not the code of this moment, or it was used. Wait for the app's next one.") {
    super(message);
  }
}

/** The one link for the first owner was used, or is another's. */
export class SetupClosedError extends DomainError {
  override readonly name = "SetupClosedError";
  override readonly code = "SETUP_CLOSED";
  constructor() {
    super("This server has its first owner already, or the link is not the one that it printed.");
  }
}

/** A change of an account's address that does not go on. */
export class EmailChangeRefusedError extends DomainError {
  override readonly name = "EmailChangeRefusedError";
  override readonly code = "EMAIL_CHANGE_REFUSED";
  constructor(
    message = "This is not the code: it is wrong, was used, is older than ten minutes, or was tried too often. Ask for another.",
  ) {
    super(message);
  }
}

/** Said to whoever has shown that the mailbox is theirs, and to nobody else. */
export class EmailInUseError extends DomainError {
  override readonly name = "EmailInUseError";
  override readonly code = "EMAIL_IN_USE";
  constructor() {
    super("You have another account with this address. Sign in with that one, or choose another address.");
  }
}

/** The account came by a link that was handed over. */
export class EmailUnprovenError extends DomainError {
  override readonly name = "EmailUnprovenError";
  override readonly code = "EMAIL_UNPROVEN";
  constructor() {
    super("Nobody has shown yet whose the account's mailbox is. Sign in with a code from it once, then change it.");
  }
}

export class TooManyCodesError extends DomainError {
  override readonly name = "TooManyCodesError";
  override readonly code = "TOO_MANY_CODES";
  constructor() {
    super("Too many codes were sent or mistyped. Wait an hour, or after twenty wrong ones a day.");
  }
}
