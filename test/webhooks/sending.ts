import { createSocket } from "node:dgram";
import { createSecretBox } from "../../src/runtime/secret-box.ts";
import type { DeliveryContext } from "../../src/webhooks/deliver.ts";
import { createNameResolver } from "../../src/webhooks/resolve-name.ts";
import { renderers } from "../support/webhook-renderers.ts";

/** What deliveries to local receivers need beside a database and a clock. */
export const sending = {
  random: () => 0,
  webhookTargets: "any",
  resolveName: createNameResolver(),
  renderers,
  secretBox: createSecretBox([]),
} satisfies Omit<DeliveryContext, "database" | "clock">;

/** A name server on a free port. `addresses` answers the addresses of a name; undefined: the question is never answered. */
export async function startNameServer(addresses: (name: string) => readonly string[] | undefined) {
  const socket = createSocket("udp4");
  const asked: string[] = [];
  socket.on("message", (question, { port, address }) => {
    const labels: string[] = [];
    let at = 12;
    for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
      labels.push(question.toString("ascii", at + 1, at + 1 + length));
      at += length + 1;
    }
    const name = labels.join(".");
    asked.push(name);
    const type = question.readUInt16BE(at + 1);
    const found = addresses(name);
    if (found === undefined) return;
    const records = found.flatMap((text) => {
      const isV6 = text.includes(":");
      if ((type === 28) !== isV6) return [];
      const data = isV6 ? v6Bytes(text) : Buffer.from(text.split(".").map(Number));
      const record = Buffer.alloc(12);
      record.writeUInt16BE(0xc00c, 0);
      record.writeUInt16BE(type, 2);
      record.writeUInt16BE(1, 4);
      record.writeUInt16BE(data.length, 10);
      return [Buffer.concat([record, data])];
    });
    const header = Buffer.from(question.subarray(0, 12));
    header.writeUInt16BE(0x8180, 2);
    header.writeUInt16BE(records.length, 6);
    header.writeUInt32BE(0, 8);
    socket.send(Buffer.concat([header, question.subarray(12, at + 5), ...records]), port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  return { server: `127.0.0.1:${socket.address().port}`, asked, stop: () => socket.close() };
}

/** Of an address without `::` but at its start. */
function v6Bytes(text: string): Buffer {
  const words = text.split(":").filter((word) => word !== "");
  const bytes = Buffer.alloc(16);
  for (const [index, word] of words.toReversed().entries())
    bytes.writeUInt16BE(Number.parseInt(word, 16), 14 - 2 * index);
  return bytes;
}
