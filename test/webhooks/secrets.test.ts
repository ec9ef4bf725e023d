import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, beforeEach, test } from "node:test";
import { createOrganization } from "../../src/access/organizations.ts";
import { createSecretBox, SecretKeyMissingError } from "../../src/runtime/secret-box.ts";
import type { Database, Owner } from "../../src/store/index.ts";
import { checkStoredSecrets, StoredSecretsError } from "../../src/webhooks/check-secrets.ts";
import { rotateWebhookSecret } from "../../src/webhooks/endpoint-secrets.ts";
import { createWebhookEndpoint } from "../../src/webhooks/endpoints.ts";
import { openSecret, reseal, signingSecrets, TooManySecretsError } from "../../src/webhooks/secrets.ts";
import { openTestDatabase } from "../support/database.ts";
import { settlementAddress } from "../support/test-server.ts";

const hour = 60 * 60_000;
const start = new Date("2026-01-02T12:00:00.000Z").getTime();
const [first, second] = [randomBytes(32), randomBytes(32)];

let opened: Awaited<ReturnType<typeof openTestDatabase>>;
let database: Database;
let owner: Owner;
let now = start;
const clock = () => new Date(now);
const context = (...keys: Buffer[]) => ({
  database,
  clock,
  webhookTargets: "any" as const,
  secretBox: createSecretBox(keys),
});

before(async () => {
  opened = await openTestDatabase();
  database = opened.database;
});
after(() => opened[Symbol.asyncDispose]());
beforeEach(async () => {
  now = start;
  await database.deleteFrom("webhookSecrets").execute();
  const { id: organizationId } = await createOrganization({ database, clock }, { name: "Test", settlementAddress });
  owner = { organizationId, mode: "test" };
});

const stored = async () =>
  (await database.selectFrom("webhookSecrets").select("secret").orderBy("createdAt").execute()).map(
    ({ secret }) => secret,
  );

test("createSecretBox: a sealed secret opens by its key and in its place alone, and no two look alike", () => {
  const box = createSecretBox([first]);
  const sealed = box.seal("whsec_a", "here");
  assert.doesNotMatch(sealed, /whsec/);
  assert.notEqual(sealed, box.seal("whsec_a", "here"));
  assert.equal(box.open(sealed, "here"), "whsec_a");
  assert.equal(createSecretBox([second, first]).open(sealed, "here"), "whsec_a");
  assert.throws(() => box.open(sealed, "there"));
  assert.throws(() => box.open(`${sealed.slice(0, -2)}AA`, "here"));
  assert.throws(() => createSecretBox([second]).open(sealed, "here"), SecretKeyMissingError);
  assert.equal(box.open("whsec_plain", "here"), "whsec_plain");
});

test("rotateWebhookSecret: every secret of the last 24 hours signs, the newest first", async () => {
  const endpoint = await createWebhookEndpoint(context(first), owner, { url: "http://127.0.0.1:9/" });
  now = start + hour;
  const rotated = await rotateWebhookSecret(context(first), owner);
  now = start + 2 * hour;
  const again = await rotateWebhookSecret(context(first), owner);
  const signing = async () =>
    (await signingSecrets(database, [endpoint.id], clock())).map((row) => openSecret(context(first), row));
  assert.deepEqual(await signing(), [again.secret, rotated.secret, endpoint.secret]);
  now = start + 25 * hour;
  assert.deepEqual(await signing(), [again.secret, rotated.secret]);
  now = start + 26 * hour;
  assert.deepEqual(await signing(), [again.secret]);
  // Without a key of its own no secret is readable.
  for (const text of await stored()) assert.match(text, /^sealed:/);
});

test("rotateWebhookSecret: twenty secrets sign at most; a run again is answered with its own", async () => {
  await createWebhookEndpoint(context(), owner, { url: "http://127.0.0.1:9/" });
  const run = { id: "019b7e94-3200-7000-8000-000000000001", isAgain: false };
  const { secret } = await rotateWebhookSecret(context(), owner, run);
  for (let count = 2; count < 20; count += 1) await rotateWebhookSecret(context(), owner);
  await assert.rejects(rotateWebhookSecret(context(), owner), TooManySecretsError);
  assert.equal((await rotateWebhookSecret(context(), owner, { ...run, isAgain: true })).secret, secret);
  now += 24 * hour;
  await rotateWebhookSecret(context(), owner);
});

test("rotateWebhookSecret: rotations at once leave one secret without an end", async () => {
  await createWebhookEndpoint(context(), owner, { url: "http://127.0.0.1:9/" });
  await Promise.all([1, 2, 3, 4].map(() => rotateWebhookSecret(context(), owner)));
  const rows = await database.selectFrom("webhookSecrets").select("expiresAt").execute();
  assert.deepEqual([rows.length, rows.filter(({ expiresAt }) => expiresAt === null).length], [5, 1]);
});

test("reseal: keys are introduced, rotated and removed without a secret being lost", async () => {
  const { id, secret } = await createWebhookEndpoint(context(), owner, { url: "http://127.0.0.1:9/" });
  assert.deepEqual(await stored(), [secret]);
  assert.equal(await reseal(context(first)), 1);
  assert.doesNotMatch((await stored())[0] ?? "", /whsec/);
  assert.equal(await reseal(context(first, second)), 0);
  await assert.rejects(reseal(context(second)), /not in SECRETS_KEY/);
  assert.equal(await reseal(context(second, first)), 1);
  const [row] = await signingSecrets(database, [id], clock());
  assert.ok(row);
  assert.equal(openSecret(context(second), row), secret);
  assert.equal(await reseal(context(second)), 0);
});

test("checkStoredSecrets: refuses a process without the key of a secret that signs, and says which it is and what to do", async () => {
  await checkStoredSecrets(context());
  await createWebhookEndpoint(context(first), owner, { url: "http://127.0.0.1:9/" });
  await checkStoredSecrets(context(second, first));
  for (const keys of [[], [second]]) {
    await assert.rejects(checkStoredSecrets(context(...keys)), (error) => {
      assert.ok(error instanceof StoredSecretsError);
      const [, keyId] = (`${error.cause}`.match(/under the key ([0-9a-f]{12})/) ?? []) as string[];
      assert.match(error.message, new RegExp(`^1 webhook secret is encrypted under the key ${keyId}, .* SECRETS_KEY`));
      return true;
    });
  }
  // One that signs no more keeps nobody from starting.
  now = start + hour;
  await rotateWebhookSecret(context(second), owner);
  await assert.rejects(checkStoredSecrets(context(second)), StoredSecretsError);
  now = start + 26 * hour;
  await checkStoredSecrets(context(second));
});

test("checkStoredSecrets: a secret whose row was changed is named, though its key is there", async () => {
  await createWebhookEndpoint(context(first), owner, { url: "http://127.0.0.1:9/" });
  const [sealed = ""] = await stored();
  await database
    .updateTable("webhookSecrets")
    .set({ secret: `${sealed.slice(0, -4)}AAAA` })
    .execute();
  await assert.rejects(checkStoredSecrets(context(first)), /does not decrypt: its row was changed/);
});
