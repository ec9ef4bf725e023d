import { inflateSync } from "node:zlib";

/** Of a WOFF file, a row of its directory, an sfnt file's header and a row of its directory. Bytes. */
const sizes = { header: 44, entry: 20, sfntHeader: 12, sfntEntry: 16 } as const;

/**
 * A font file as it was before it was compressed for the web (WOFF 1.0, section 4). pdfkit reads WOFF as well, but inflates a table each time that it looks into it: half
 * a minute for a page of Japanese.
 */
export function sfntOfWoff(woff: Buffer): Buffer {
  if (woff.toString("latin1", 0, 4) !== "wOFF") throw new Error("This is no WOFF file.");
  const count = woff.readUInt16BE(12);
  const header = Buffer.alloc(sizes.sfntHeader + count * sizes.sfntEntry);
  woff.copy(header, 0, 4, 8);
  const power = 2 ** Math.floor(Math.log2(count));
  header.writeUInt16BE(count, 4);
  header.writeUInt16BE(power * 16, 6);
  header.writeUInt16BE(Math.log2(power), 8);
  header.writeUInt16BE((count - power) * 16, 10);
  const tables: Buffer[] = [];
  let place = header.length;
  for (let index = 0; index < count; index++) {
    const from = sizes.header + index * sizes.entry;
    const [offset, compressed, length] = [4, 8, 12].map((at) => woff.readUInt32BE(from + at)) as [
      number,
      number,
      number,
    ];
    const stored = woff.subarray(offset, offset + compressed);
    const table = compressed < length ? inflateSync(stored) : stored;
    const to = sizes.sfntHeader + index * sizes.sfntEntry;
    woff.copy(header, to, from, from + 4);
    woff.copy(header, to + 4, from + 16, from + 20);
    header.writeUInt32BE(place, to + 8);
    header.writeUInt32BE(length, to + 12);
    // Every table begins at a multiple of four.
    const padding = Buffer.alloc((4 - (length % 4)) % 4);
    tables.push(table, padding);
    place += length + padding.length;
  }
  return Buffer.concat([header, ...tables]);
}
