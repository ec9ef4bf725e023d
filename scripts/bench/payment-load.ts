import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * The other side of `bench -- payment`, as a process of its own so that its work is not counted as the server's: sends requests, many at once, and
 * takes webhooks.
 */
export type LoadRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
};

export type LoadMessage = { readonly requests: readonly LoadRequest[]; readonly connections: number };
export type LoadAnswer = { readonly bodies: readonly string[] } | { readonly webhookUrl: string };

const tell = (answer: LoadAnswer) => process.send?.(answer);

process.on("message", async ({ requests, connections }: LoadMessage) => {
  const bodies: string[] = [];
  const queue = requests.entries();
  const work = async () => {
    for (const [index, { url, ...request }] of queue) {
      const response = await fetch(url, request);
      bodies[index] = await response.text();
      if (!response.ok) throw new Error(`${request.method} ${url} answered ${response.status}: ${bodies[index]}`);
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
  tell({ bodies });
});

const receiver = createServer((request, response) => {
  request.resume().on("end", () => response.writeHead(204).end());
});
receiver.listen(0, "127.0.0.1", () => {
  tell({ webhookUrl: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/` });
});
process.on("disconnect", () => process.exit());
