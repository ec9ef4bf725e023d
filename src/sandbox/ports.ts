import { createServer } from "node:net";

/** A port of the sandbox is taken. */
export class PortInUseError extends Error {
  override readonly name = "PortInUseError";
  constructor(port: number, purpose: string) {
    super(
      `Port ${port}, meant for ${purpose}, is in use. End what listens there (another sandbox?), or choose other ports with --first-port.`,
    );
  }
}

/** Throws `PortInUseError` unless the loopback port is free. */
export async function requireFreePort(port: number, purpose: string): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", () => reject(new PortInUseError(port, purpose)));
    server.listen(port, "127.0.0.1", resolve);
  });
  await new Promise((resolve) => server.close(resolve));
}
