import assert from "node:assert/strict";
import { test } from "node:test";
import { pino } from "pino";
import { createHttpServer } from "../../src/api/http/http-server.ts";

test("a route that will end says since when, until when and where that is explained; others say nothing", async () => {
  const server = createHttpServer({ trustedProxies: [] }, pino({ level: "silent" }));
  const deprecation = {
    since: new Date("2027-01-01T00:00:00Z"),
    sunset: new Date("2028-01-01T00:00:00Z"),
    guide: "https://pay.example/docs",
  };
  server.get("/old", { config: { deprecation } }, async () => ({}));
  server.get("/new", async () => ({}));
  const { headers } = await server.inject("/old");
  assert.equal(headers.deprecation, "@1798761600");
  assert.equal(headers.sunset, "Sat, 01 Jan 2028 00:00:00 GMT");
  assert.equal(headers.link, '<https://pay.example/docs>; rel="deprecation"; type="text/html"');
  const { headers: others } = await server.inject("/new");
  assert.deepEqual([others.deprecation, others.sunset], [undefined, undefined]);
});
