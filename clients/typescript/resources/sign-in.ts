import type { RequestOptions, Transport } from "../transport.ts";
import type { PasskeyOptions, PasskeySignIn, SignInBegun, SignInCode, SignInStep } from "../types.ts";

/** How people sign in, from pages of the server. None of it may be done twice. */
export class SignIn {
  readonly #transport: Transport;
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Sends six digits by mail, if the address has an account. */
  sendCode(email: string, options: RequestOptions = {}): Promise<SignInBegun> {
    return this.#post("codes", { email }, options);
  }

  verifyCode(code: SignInCode, options: RequestOptions = {}): Promise<SignInStep> {
    return this.#post("codes/verify", code, options);
  }

  /** A code of the app, or a recovery code. */
  verifySecondFactor(code: SignInCode, options: RequestOptions = {}): Promise<SignInStep> {
    return this.#post("second-factor", code, options);
  }

  /** What to ask the browser for. */
  passkeyOptions(options: RequestOptions = {}): Promise<PasskeyOptions> {
    return this.#post("passkeys/options", undefined, options);
  }

  verifyPasskey(answer: PasskeySignIn, options: RequestOptions = {}): Promise<SignInStep> {
    return this.#post("passkeys", answer, options);
  }

  #post<Answer>(step: string, body: unknown, options: RequestOptions): Promise<Answer> {
    return this.#transport.json({ method: "POST", path: `/v1/sign-in/${step}`, body, repeatable: false, ...options });
  }
}
