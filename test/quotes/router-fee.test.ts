import assert from "node:assert/strict";
import { test } from "node:test";
import { knownRouterFee, RouterFeeUnknownError } from "../../src/quotes/router-fee.ts";
import { openTestDatabase } from "../support/database.ts";
import { anyRouter } from "../support/engine-context.ts";

test("what a router takes is known while no chain answers, once one has said it", async () => {
  await using opened = await openTestDatabase();
  const { database } = opened;
  await assert.rejects(knownRouterFee(database, anyRouter, undefined), RouterFeeUnknownError);
  assert.equal(await knownRouterFee(database, anyRouter, 250n), 250n);
  assert.equal(await knownRouterFee(database, anyRouter.toLowerCase() as typeof anyRouter, undefined), 250n);
});
