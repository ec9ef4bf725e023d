import { RailsplitError } from "../errors.ts";
import type { RequestOptions, Transport } from "../transport.ts";
import type { Server, Status } from "../types.ts";

type RpcAnswer = { readonly result?: unknown; readonly error?: { readonly code: number; readonly message: string } };

/** The chains behind the API. */
export class Chains {
  readonly #transport: Transport;
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** How far each chain has been read. */
  status(options: RequestOptions = {}): Promise<Status> {
    return this.#transport.json({ method: "GET", path: "/v1/status", ...options });
  }

  /** The state of the server: for who operates it. */
  server(options: RequestOptions = {}): Promise<Server> {
    return this.#transport.json({ method: "GET", path: "/v1/server", ...options });
  }

  /** JSON-RPC by the pass-through, as the merchant, or as a payer with a checkout token. Throws `RailsplitError` with what the chain said. */
  async call(
    chainId: number,
    method: string,
    params: readonly unknown[],
    { checkoutToken, ...options }: RequestOptions & { readonly checkoutToken?: string } = {},
  ): Promise<unknown> {
    const answer = await this.#transport.json<RpcAnswer>({
      method: "POST",
      path: `/v1/web3/${chainId}`,
      body: { jsonrpc: "2.0", id: 1, method, params },
      repeatable: false,
      ...(checkoutToken === undefined ? {} : { bearer: checkoutToken }),
      ...options,
    });
    if (answer.error) throw new RailsplitError(`${method} failed with ${answer.error.code}: ${answer.error.message}`);
    return answer.result;
  }
}
