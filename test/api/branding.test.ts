import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { deflateSync } from "node:zlib";
import { smallPng } from "../../scripts/small-png.ts";
import { cleanPng } from "../../src/access/branding/clean-png.ts";
import { cleanSvg } from "../../src/access/branding/clean-svg.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server[Symbol.asyncDispose]());

const png = smallPng({ width: 32, height: 32, data: new Uint8Array(32 * 32 * 4).fill(120) });
const svg = (inside: string) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">${inside}</svg>`;
const setLogo = (type: string, data: string | Buffer) =>
  server.call("PUT", "/v1/organization/logo", { type, data: Buffer.from(data).toString("base64") });

/** A chunk of a PNG with a right checksum. */
function chunk(type: string, data: Buffer): Buffer {
  const whole = smallPng({ width: 1, height: 1, data: new Uint8Array(4) });
  assert.ok(whole.length > 0);
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc(body));
  return Buffer.concat([length, body, checksum]);
}

/** The polynomial, bit by bit: another implementation than the one that is tested. */
function crc(bytes: Buffer): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}

test("logo: a PNG is shown to payers without what was hidden in it, and can be taken away", async () => {
  const header = png.subarray(0, 8 + 25);
  const hidden = Buffer.concat([header, chunk("tEXt", Buffer.from("Comment\0at home")), png.subarray(8 + 25)]);
  const { status, body } = await setLogo("image/png", hidden);
  assert.equal(status, 200);
  const path = new URL(body.logoUrl).pathname;
  const shown = await fetch(new URL(path, server.url));
  assert.equal(shown.headers.get("content-type"), "image/png");
  assert.match(shown.headers.get("content-security-policy") ?? "", /default-src 'none'; sandbox/);
  assert.equal(shown.headers.get("x-content-type-options"), "nosniff");
  assert.deepEqual(Buffer.from(await shown.arrayBuffer()), png);

  const payment = await server.call("POST", "/v1/payments", { amount: "1.00", currency: "USD" });
  const checkout = () => server.call("GET", `/v1/checkout/${payment.body.id}`, undefined, {});
  assert.equal((await checkout()).body.logoUrl, body.logoUrl);
  const { body: log } = await server.call("GET", "/v1/audit-log?limit=1");
  assert.equal(log.data[0].action, "organization.logo_changed");

  assert.equal((await server.call("DELETE", "/v1/organization/logo")).body.logoUrl, null);
  assert.equal((await checkout()).body.logoUrl, null);
  assert.equal((await fetch(new URL(path, server.url))).status, 404);
  assert.equal((await fetch(new URL("/logos/nobody/nothing", server.url))).status, 404);
});

test("logo: an SVG is written anew from its shapes", async () => {
  const source = `<?xml version="1.0"?><!-- made by hand -->${svg(
    `<metadata><secret/></metadata><inkscape:path xmlns:inkscape="x" d="M0 0"/><g data-name="layer" fill="url(#a)"><title>A &amp; B</title><path d="M0 0h10v10z"/></g>`,
  )}`;
  const { status, body } = await setLogo("image/svg+xml", source);
  assert.equal(status, 200, JSON.stringify(body));
  const shown = await fetch(new URL(new URL(body.logoUrl).pathname, server.url));
  assert.equal(
    await shown.text(),
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><g fill="url(#a)"><title>A &#38; B</title><path d="M0 0h10v10z"></path></g></svg>',
  );
});

for (const [what, source] of Object.entries({
  "a script": svg("<script>alert(1)</script>"),
  "a script in a namespace's disguise": svg('<SCRIPT xmlns="http://www.w3.org/2000/svg">alert(1)</SCRIPT>'),
  "an event handler": svg('<path d="M0 0" onload="alert(1)"/>'),
  "HTML inside": svg("<foreignObject><p>Pay here</p></foreignObject>"),
  "a picture of elsewhere": svg('<image href="https://evil.example/x.png"/>'),
  "a link": svg('<a href="https://evil.example">x</a>'),
  "a style sheet": svg("<style>@import url(https://evil.example)</style>"),
  "a style attribute": svg('<path style="fill:url(https://evil.example)"/>'),
  "paint of elsewhere": svg('<path fill="url(https://evil.example/#a)"/>'),
  "paint of elsewhere, escaped": svg('<path fill="u\\72l(https://evil.example/#a)"/>'),
  "a reused shape": svg('<use href="#a"/>'),
  "an animation": svg('<animate attributeName="href" to="javascript:alert(1)"/>'),
  entities: `<!DOCTYPE svg [<!ENTITY a "aaaa">]>${svg("&a;")}`,
  "an unknown entity": svg("&a;"),
  CDATA: svg("<title><![CDATA[<script>]]></title>"),
  "broken XML": "<svg><path></svg>",
  "two roots": `${svg("")}${svg("")}`,
  "another root": "<html></html>",
  nothing: " ",
  depth: svg("<g>".repeat(40) + "</g>".repeat(40)),
  "too much": svg("<path/>".repeat(3_000)),
})) {
  test(`logo: an SVG with ${what} is refused`, () => {
    assert.throws(() => cleanSvg(source), { name: "LogoRefusedError" });
  });
}

test("logo: a PNG that is another size than it says, cut, changed, followed by something or no PNG is refused", () => {
  const changed = Buffer.from(png);
  changed[20] = 99;
  const [header, rest] = [png.subarray(0, 8), png.subarray(8 + 25)];
  const claims = (width: number, height: number) => {
    const data = Buffer.from(png.subarray(16, 29));
    data.writeUInt32BE(width, 0);
    data.writeUInt32BE(height, 4);
    return Buffer.concat([header, chunk("IHDR", data), rest]);
  };
  const bomb = Buffer.concat([
    png.subarray(0, 33),
    chunk("IDAT", deflateSync(Buffer.alloc(10_000_000))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
  for (const [what, bytes, reason] of [
    ["no PNG", Buffer.from("GIF89a"), /no PNG/],
    ["cut", png.subarray(0, -20), /cut off|does not end/],
    ["changed", changed, /checksum/],
    ["followed by something", Buffer.concat([png, Buffer.from("<script>")]), /does not end/],
    ["too small", claims(8, 8), /16 to 1024/],
    ["too large", claims(100_000, 32), /16 to 1024/],
    ["fewer pixels", claims(64, 64), /pixels/],
    ["more pixels", bomb, /pixels/],
  ] as const) {
    assert.throws(() => cleanPng(bytes), { name: "LogoRefusedError", message: reason }, what);
  }
  assert.deepEqual(cleanPng(png), png);
});

test("PATCH /v1/organization: an accent colour that white text cannot be read on is refused with its contrast", async () => {
  const patch = (change: object) => server.call("PATCH", "/v1/organization", change);
  const { status, body } = await patch({ accentColor: "#1f5a3d", supportContact: "help@shop.example" });
  assert.deepEqual([status, body.accentColor, body.supportContact], [200, "#1f5a3d", "help@shop.example"]);
  const payment = await server.call("POST", "/v1/payments", { amount: "1.00", currency: "USD" });
  const checkout = await server.call("GET", `/v1/checkout/${payment.body.id}`, undefined, {});
  assert.deepEqual([checkout.body.accentColor, checkout.body.supportContact], ["#1f5a3d", "help@shop.example"]);
  // #767676 is the lightest grey of WCAG's examples that passes.
  assert.equal((await patch({ accentColor: "#767676" })).status, 200);
  const refused = await patch({ accentColor: "#777777" });
  assert.deepEqual([refused.status, refused.body.errors[0].path], [400, ["accentColor"]]);
  assert.match(refused.body.errors[0].message, /4\.48 to 1/);
  for (const accentColor of ["red", "#fff", "url(x)", "#1f5a3d;"]) {
    assert.equal((await patch({ accentColor })).status, 400, accentColor);
  }
  for (const supportContact of ["javascript:alert(1)", "somebody", "a@b.example, c@d.example"]) {
    assert.equal((await patch({ supportContact })).status, 400, supportContact);
  }
  const cleared = await patch({ accentColor: null, supportContact: null });
  assert.deepEqual([cleared.body.accentColor, cleared.body.supportContact], [null, null]);
});
