import { createServer, type Server } from "node:net";

/** A port of the sandbox is taken. */
export class PortInUseError extends Error {
  override readonly name = "PortInUseError";
  constructor(port: number, purpose: string) {
    super(
      `Port ${port}, meant for ${purpose}, is in use. End what listens there, or leave the port out: free ones are then found.`,
    );
  }
}

/** Neighbouring ports that one run has for itself. */
export type PortBlock = {
  /** Where its API listens. */
  readonly api: number;
  /** Where it shows the mails that it sent. */
  readonly mailbox: number;
  /** Chain number n listens on `chains + 2n`, its bundler on the port after. */
  readonly chains: number;
  release(): Promise<void>;
};

const blockSize = 40;
const firstBlock = 18_480;
/** Below the ports from which systems make outgoing connections. */
const lastBlock = 30_000;

/** Where the first run's API and chains are, which is every run's wish. */
export const usualPorts = { api: firstBlock, chains: firstBlock + 20 } as const;

/**
 * Finds the first block of ports of which none is in use. Its last port stays taken by this process until the block is released, so that no other run takes
 * the block before everything in it listens.
 */
export async function reservePorts(): Promise<PortBlock> {
  for (let first = firstBlock; first < lastBlock; first += blockSize) {
    const mark = await listen(first + blockSize - 1);
    if (!mark) continue;
    if (await areFree(first, blockSize - 1)) {
      return { api: first, mailbox: first + 1, chains: first + 20, release: () => close(mark) };
    }
    await close(mark);
  }
  throw new Error(`No ${blockSize} neighbouring ports from ${firstBlock} on are free: end what listens there.`);
}

/** Throws `PortInUseError` unless the loopback port is free. */
export async function requireFreePort(port: number, purpose: string): Promise<void> {
  if (!(await areFree(port, 1))) throw new PortInUseError(port, purpose);
}

async function areFree(first: number, count: number): Promise<boolean> {
  for (let port = first; port < first + count; port += 1) {
    const server = await listen(port);
    if (!server) return false;
    await close(server);
  }
  return true;
}

/** Undefined where the port is in use. It keeps no process alive. */
async function listen(port: number): Promise<Server | undefined> {
  const server = createServer((socket) => socket.destroy()).unref();
  return new Promise((resolve) => {
    server.once("error", () => resolve(undefined));
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

async function close(server: Server): Promise<void> {
  await new Promise((resolve) => server.close(resolve));
}
