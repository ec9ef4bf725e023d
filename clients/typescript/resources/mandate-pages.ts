import type { RequestOptions, Transport } from "../transport.ts";
import type { MandatePage, MandateSignature, MandateTerms } from "../types.ts";

const pathOf = (token: string) => `/v1/mandate-pages/${encodeURIComponent(token)}`;

/** A mandate as its payer has it, by the secret in the URL of its page. No key opens it. */
export class MandatePages {
  readonly #transport: Transport;
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  retrieve(token: string, options: RequestOptions = {}): Promise<MandatePage> {
    return this.#transport.json({ method: "GET", path: pathOf(token), ...options });
  }

  /** The terms that an account would sign, and the allowance that it needs. */
  prepare(token: string, payer: string, options: RequestOptions = {}): Promise<MandateTerms> {
    return this.#transport.json({ method: "POST", path: `${pathOf(token)}/terms`, body: { payer }, ...options });
  }

  /** Hands in the payer's signature of the prepared terms. */
  sign(token: string, signed: MandateSignature, options: RequestOptions = {}): Promise<MandatePage> {
    return this.#transport.json({ method: "POST", path: `${pathOf(token)}/signature`, body: signed, ...options });
  }

  /** Brings the payer's signed cancellation to the chain. */
  end(token: string, signature: string, options: RequestOptions = {}): Promise<MandatePage> {
    const path = `${pathOf(token)}/cancellation`;
    return this.#transport.json({ method: "POST", path, body: { signature }, ...options });
  }
}
