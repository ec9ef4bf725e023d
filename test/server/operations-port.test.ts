import assert from "node:assert/strict";
import { test } from "node:test";
import { pino } from "pino";
import { buildOperationsServer } from "../../src/api/operations-server.ts";
import { buildServer } from "../../src/api/server.ts";
import { contextWithoutChains } from "../support/api-context.ts";
import { openTestDatabase } from "../support/database.ts";

test("buildOperationsServer: metrics, status and the reference page leave the API's port, which keeps its probes", async () => {
  await using opened = await openTestDatabase();
  const log = pino({ level: "silent" });
  const context = contextWithoutChains(opened.database, () => new Date(), log);
  const api = await buildServer({ ...context, operationsElsewhere: true }, log);
  await api.ready();
  const operations = await buildOperationsServer(context, { registry: context.registry, api }, log);
  try {
    for (const [path, there, here] of [
      ["/metrics", 404, 200],
      ["/v1/status", 404, 200],
      ["/docs", 404, 200],
      ["/docs/json", 404, 200],
      ["/healthz", 200, 200],
      ["/readyz", 200, 200],
      ["/v1/openapi.json", 200, 404],
      ["/v1/payments", 401, 404],
    ] as const) {
      assert.equal((await api.inject(path)).statusCode, there, `API ${path}`);
      assert.equal((await operations.inject(path)).statusCode, here, `operations ${path}`);
    }
    assert.ok((await operations.inject("/docs/json")).json().paths["/v1/payments"]);
    const metrics = (await operations.inject("/metrics")).body;
    assert.match(metrics, /railsplit_http_request_seconds_count\{method="GET",route="\/v1\/payments",status="401"\} 1/);
  } finally {
    await context.feed.stop();
    await Promise.all([api.close(), operations.close()]);
  }
});
