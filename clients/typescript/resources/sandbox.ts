import type { RequestOptions, Transport } from "../transport.ts";
import type { MoveClock, Reorganization, Reorganize, SandboxClock, SimulatePayment, Simulation } from "../types.ts";

/** What a test server does as its own customers, chains and time. A server in production answers 404. */
export class Sandbox {
  readonly #transport: Transport;
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Has something happen to a payment. Answers once it is done; the payment shows it soon afterwards. */
  simulate(paymentId: string, simulation: SimulatePayment, options: RequestOptions = {}): Promise<Simulation> {
    const path = `/v1/sandbox/payments/${encodeURIComponent(paymentId)}/simulations`;
    // It is answered when a transaction is on chain.
    return this.#transport.json({ method: "POST", path, body: simulation, timeout: 120_000, ...options });
  }

  /** Replaces the newest blocks of a chain by empty ones. */
  reorganize(reorganization: Reorganize, options: RequestOptions = {}): Promise<Reorganization> {
    return this.#transport.json({
      method: "POST",
      path: "/v1/sandbox/reorganizations",
      body: reorganization,
      ...options,
    });
  }

  /** The server's time. */
  clock(options: RequestOptions = {}): Promise<SandboxClock> {
    return this.#transport.json({ method: "GET", path: "/v1/sandbox/clock", ...options });
  }

  /** Moves the time of the server and its chains forwards. */
  moveClock(move: MoveClock, options: RequestOptions = {}): Promise<SandboxClock> {
    return this.#transport.json({ method: "POST", path: "/v1/sandbox/clock", body: move, ...options });
  }
}
