import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { v7 as uuidv7 } from "uuid";
import { prefixedId, uuidOf } from "../../src/schemas/index.ts";

const uuids = fc
  .date({ min: new Date(0), max: new Date("9999-01-01"), noInvalidDate: true })
  .map((time) => uuidv7({ msecs: time.getTime() }));

test("prefixedId: uuidOf gives back its UUID, for its own prefix alone", () => {
  fc.assert(
    fc.property(uuids, (uuid) => {
      const id = prefixedId("pl", uuid);
      assert.match(id, /^pl_[0-9a-z]{26}$/);
      assert.equal(uuidOf("pl", id), uuid);
      assert.equal(uuidOf("ord", id), undefined);
      assert.equal(uuidOf("PL", id), undefined);
    }),
  );
});

test("prefixedId: ids are in the order of their UUIDs", () => {
  fc.assert(fc.property(uuids, uuids, (a, b) => assert.equal(prefixedId("pl", a) < prefixedId("pl", b), a < b)));
});

test("uuidOf: another spelling, another length and nonsense are no id", () => {
  const id = prefixedId("pl", "01890a5d-ac96-774b-bcce-b302099a8057");
  for (const text of [
    id.toUpperCase(),
    `${id}0`,
    id.slice(0, -1),
    "pl_",
    "pl_8zzzzzzzzzzzzzzzzzzzzzzzzz",
    "pl_01HXYZ",
    "x",
    "",
  ]) {
    assert.equal(uuidOf("pl", text), undefined, text);
  }
});
