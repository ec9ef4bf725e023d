import type { RequestOptions, Transport } from "../transport.ts";
import type {
  Account as AccountOfPerson,
  ChangeSession,
  NewPasskey,
  Passkey,
  PasskeyOptions,
  RecoveryCodes,
  Session,
  Totp,
} from "../types.ts";

/** How a person signs in, and where. With a session of a browser alone: no key stands for a person. */
export class Account {
  readonly #transport: Transport;
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  retrieve(options: RequestOptions = {}): Promise<AccountOfPerson> {
    return this.#transport.json({ method: "GET", path: "/v1/account", ...options });
  }

  update(
    change: { readonly name?: string; readonly language?: NonNullable<AccountOfPerson["language"]> },
    options: RequestOptions = {},
  ): Promise<AccountOfPerson> {
    return this.#transport.json({ method: "PATCH", path: "/v1/account", body: change, ...options });
  }

  /** What to ask the browser for. */
  passkeyOptions(options: RequestOptions = {}): Promise<PasskeyOptions> {
    return this.#transport.json({ method: "POST", path: "/v1/account/passkeys/options", ...options });
  }

  addPasskey(passkey: NewPasskey, options: RequestOptions = {}): Promise<Passkey> {
    return this.#transport.json({ method: "POST", path: "/v1/account/passkeys", body: passkey, ...options });
  }

  removePasskey(id: string, options: RequestOptions = {}): Promise<AccountOfPerson> {
    return this.#transport.json({
      method: "DELETE",
      path: `/v1/account/passkeys/${encodeURIComponent(id)}`,
      ...options,
    });
  }

  /** A secret for an app: it counts once `confirmTotp` had a first code. */
  beginTotp(options: RequestOptions = {}): Promise<Totp> {
    return this.#transport.json({ method: "POST", path: "/v1/account/totp", ...options });
  }

  confirmTotp(code: string, options: RequestOptions = {}): Promise<RecoveryCodes> {
    return this.#transport.json({ method: "POST", path: "/v1/account/totp/confirm", body: { code }, ...options });
  }

  removeTotp(options: RequestOptions = {}): Promise<AccountOfPerson> {
    return this.#transport.json({ method: "DELETE", path: "/v1/account/totp", ...options });
  }

  replaceRecoveryCodes(options: RequestOptions = {}): Promise<RecoveryCodes> {
    return this.#transport.json({ method: "POST", path: "/v1/account/recovery-codes", ...options });
  }

  async sessions(options: RequestOptions = {}): Promise<readonly Session[]> {
    const request = { method: "GET", path: "/v1/sessions", ...options } as const;
    return (await this.#transport.json<{ data: Session[] }>(request)).data;
  }

  /** Which organization and mode requests are about that name none. */
  changeSession(change: ChangeSession, options: RequestOptions = {}): Promise<Session> {
    return this.#transport.json({ method: "PATCH", path: "/v1/sessions/current", body: change, ...options });
  }

  /** Signs out there at once. `current` is the session that asks. */
  endSession(id: string, options: RequestOptions = {}): Promise<Session> {
    return this.#transport.json({ method: "DELETE", path: `/v1/sessions/${encodeURIComponent(id)}`, ...options });
  }
}
