import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { listAuditLog } from "../../src/access/audit-log.ts";
import { acceptInvitation } from "../../src/people/invitations.ts";
import { createSecretBox } from "../../src/runtime/index.ts";
import { openDatabase } from "../../src/store/index.ts";
import { commandLine, ofNode } from "../support/command-line.ts";
import { settlementAddress } from "../support/merchant.ts";
import { makeMigratedDirectory } from "../support/migrated.ts";

let directory: string;
let environment: NodeJS.ProcessEnv;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), "railsplit-"));
  const database = join(directory, "database");
  await makeMigratedDirectory(database);
  environment = {
    ...ofNode,
    DATA_DIRECTORY: database,
    PUBLIC_URL: "https://pay.example",
  };
});
after(() => rm(directory, { recursive: true }));

const run = async (...args: string[]) =>
  JSON.parse(
    (await promisify(execFile)(process.execPath, [...commandLine, ...args, "--json"], { env: environment })).stdout,
  );

test("invite, list-members, disable-member: the operator lets people in and shuts them out, and the log says so", async () => {
  const { organizationId } = await run("create-organization", "--name", "Shop", "--address", settlementAddress);
  const own = ["--organization", organizationId];
  const invited = await run("invite", ...own, "--email", "Ada@People.example");
  assert.deepEqual([invited.role, invited.organizationId], ["owner", organizationId]);
  assert.match(invited.url, /^https:\/\/pay\.example\/invitations\/invitation_[\w-]{32}$/);
  assert.deepEqual((await run("list-members", ...own)).members, []);

  const database = await openDatabase({ directory: environment.DATA_DIRECTORY ?? "" });
  const clock = () => new Date();
  const context = { database, clock, secretBox: createSecretBox([]), usualMode: "test", peopleMail: null } as const;
  const acceptance = { token: invited.url.split("/").at(-1) ?? "", name: "Ada" };
  const visitor = { address: "127.0.0.1", userAgent: "" };
  await acceptInvitation({ ...context, publicUrl: "https://pay.example" }, acceptance, visitor);
  await database.destroy();

  const [member] = (await run("list-members", ...own)).members;
  assert.deepEqual([member.email, member.role, member.disabledAt], ["ada@people.example", "owner", null]);
  assert.equal((await run("disable-member", ...own, "--email", "ada@people.example")).disabled, true);
  assert.ok((await run("list-members", ...own)).members[0].disabledAt);
  assert.equal((await run("disable-member", ...own, "--email", "ada@people.example", "--enable")).disabled, false);

  const again = await openDatabase({ directory: environment.DATA_DIRECTORY ?? "" });
  const entries = await listAuditLog(again, organizationId, { limit: 3 });
  await again.destroy();
  assert.deepEqual(
    entries.map(({ action, actor }) => [action, actor]),
    [
      ["member.changed", "operator"],
      ["member.changed", "operator"],
      ["session.created", "user"],
    ],
  );
  await assert.rejects(run("disable-member", ...own, "--email", "nobody@people.example"), /no member/);
  await assert.rejects(run("invite", ...own, "--email", "no address"), /mail address/);
  await assert.rejects(run("invite", ...own, "--email", "ada@people.example"), /member of the organization already/);
});
