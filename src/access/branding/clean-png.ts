import { crc32, inflateSync } from "node:zlib";
import { LogoRefusedError } from "./errors.ts";

const signature = Buffer.from("89504e470d0a1a0a", "hex");

/** Pixels of a side. */
const side = { least: 16, most: 1_024 } as const;

/** What the picture is made of. Everything else, such as where a photograph was taken, is left out. */
const kept = new Set(["IHDR", "PLTE", "tRNS", "gAMA", "sRGB", "cHRM", "IDAT", "IEND"]);

/** Channels by colour type. */
const channels: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

type Chunk = { readonly type: string; readonly data: Buffer; readonly bytes: Buffer };

/** A PNG of its picture alone, read from its first byte to its last. Throws `LogoRefusedError`. */
export function cleanPng(bytes: Buffer): Buffer {
  if (!bytes.subarray(0, signature.length).equals(signature)) throw new LogoRefusedError("it is no PNG");
  const chunks = readChunks(bytes).filter(({ type }) => kept.has(type));
  const [header] = chunks;
  if (header?.type !== "IHDR" || header.data.length !== 13) throw new LogoRefusedError("its PNG header is broken");
  checkPixels(header.data, Buffer.concat(chunks.filter(({ type }) => type === "IDAT").map(({ data }) => data)));
  return Buffer.concat([signature, ...chunks.map((chunk) => chunk.bytes)]);
}

function readChunks(bytes: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  let at = signature.length;
  while (at < bytes.length) {
    if (at + 12 > bytes.length) throw new LogoRefusedError("its PNG is cut off");
    const length = bytes.readUInt32BE(at);
    const end = at + 12 + length;
    if (end > bytes.length) throw new LogoRefusedError("its PNG is cut off");
    if (bytes.readUInt32BE(end - 4) !== crc32(bytes.subarray(at + 4, end - 4))) {
      throw new LogoRefusedError("a checksum of its PNG is wrong");
    }
    const type = bytes.toString("latin1", at + 4, at + 8);
    chunks.push({ type, data: bytes.subarray(at + 8, end - 4), bytes: bytes.subarray(at, end) });
    at = end;
    if (type === "IEND") break;
  }
  if (chunks.at(-1)?.type !== "IEND" || at !== bytes.length) {
    throw new LogoRefusedError("its PNG does not end where its data end");
  }
  return chunks;
}

/** The compressed pixels are as many as the header says: a small file does not become gigabytes in a browser. */
function checkPixels(header: Buffer, compressed: Buffer): void {
  const width = header.readUInt32BE(0);
  const height = header.readUInt32BE(4);
  const [depth = 0, colorType = 0, , , interlace] = header.subarray(8);
  if (Math.min(width, height) < side.least || Math.max(width, height) > side.most) {
    throw new LogoRefusedError(`its sides are ${width} and ${height} pixels; ${side.least} to ${side.most} are taken`);
  }
  if (interlace !== 0) throw new LogoRefusedError("its PNG is interlaced: save it without");
  const row = 1 + Math.ceil((width * depth * (channels[colorType] ?? 0)) / 8);
  let pixels: Buffer;
  try {
    pixels = inflateSync(compressed, { maxOutputLength: row * height });
  } catch {
    throw new LogoRefusedError("its pixels cannot be read");
  }
  if (pixels.length !== row * height) throw new LogoRefusedError("it has fewer pixels than its header says");
}
