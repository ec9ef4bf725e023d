import type { RequestOptions, Transport } from "../transport.ts";
import type { ApiKey, CreateApiKey, NewApiKey } from "../types.ts";

export class ApiKeys {
  readonly #transport: Transport;
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** The active ones. */
  async list(options: RequestOptions = {}): Promise<readonly ApiKey[]> {
    const request = { method: "GET", path: "/v1/auth/api-keys", ...options } as const;
    return (await this.#transport.json<{ data: ApiKey[] }>(request)).data;
  }

  /** Its answer is the one time that the key is shown. */
  create(key: CreateApiKey, options: RequestOptions = {}): Promise<NewApiKey> {
    return this.#transport.json({ method: "POST", path: "/v1/auth/api-keys", body: key, ...options });
  }

  revoke(id: string, options: RequestOptions = {}): Promise<ApiKey> {
    return this.#transport.json({ method: "DELETE", path: `/v1/auth/api-keys/${encodeURIComponent(id)}`, ...options });
  }
}
