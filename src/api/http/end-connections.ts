import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";

/**
 * Lets a server stop, whatever its clients do. Node waits for ever for connections that ask nothing, as browsers open them ahead, or half of
 * something, and for readers that do not read. Here a connection ends as soon as all that was asked on it is answered, and after `patience`
 * milliseconds it is cut.
 */
export function endConnections(server: FastifyInstance, patience = 30_000): void {
  /** How many requests are under way on each. */
  const connections = new Map<Socket, number>();
  let isStopping = false;
  const endIfUnused = (socket: Socket) => {
    if (isStopping && connections.get(socket) === 0) socket.destroySoon();
  };
  const count = (socket: Socket, change: number) => {
    const before = connections.get(socket);
    if (before !== undefined) connections.set(socket, before + change);
  };
  server.server.on("connection", (socket) => {
    connections.set(socket, 0);
    socket.once("close", () => connections.delete(socket));
    endIfUnused(socket);
  });
  server.server.on("request", ({ socket }, response) => {
    count(socket, 1);
    response.once("close", () => {
      count(socket, -1);
      endIfUnused(socket);
    });
  });
  server.addHook("preClose", async () => {
    isStopping = true;
    for (const socket of connections.keys()) endIfUnused(socket);
    const timer = setTimeout(() => server.server.closeAllConnections(), patience);
    server.server.once("close", () => clearTimeout(timer));
  });
}
