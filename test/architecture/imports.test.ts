import assert from "node:assert/strict";
import { glob, readFile } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Rooms of the server from the foundation up: a room imports what lies on a lower floor. */
const floors = [
  ["protocol", "runtime"],
  ["store", "schemas"],
  ["chain", "rates", "mail"],
  ["access", "events", "gas", "requests"],
  ["webhooks", "payments", "people"],
  ["quotes", "links", "invoices", "customers"],
  ["user-operations", "subscriptions", "imports"],
  ["relayer"],
  ["deposits", "mandates"],
  ["ledger", "collections"],
  ["refunds", "standing"],
  ["reconciliation", "checkout", "reports", "receipts"],
  ["api"],
  ["configuration"],
  ["server"],
  ["cli"],
] as const;

const floorOf = new Map(floors.flatMap((rooms, floor) => rooms.map((room) => [room as string, floor] as const)));

/** The same for the pages, by folder. What a page is put together from is on top. */
const webFloors = [
  ["web/shared"],
  ["web/checkout/payment-methods"],
  ["web/checkout/session"],
  ["web/checkout/components"],
  ["web/checkout/screens"],
  ["web/dashboard/messages"],
  ["web/dashboard/session"],
  ["web/dashboard/components"],
  ["web/dashboard/pages"],
  ["web/checkout", "web/embed", "web/dashboard"],
] as const;

/** The published client and the pages: they take the protocol, the client, and types of the API. */
const outside = { clients: "clients/", web: "web/" } as const;

type Import = { readonly from: string; readonly to: string; readonly isType: boolean };

/** What is wrong with an import of one file by another; undefined where nothing is. Paths are relative to the repository. */
function problemOf({ from, to, isType }: Import): string | undefined {
  const room = roomOf(from);
  const target = roomOf(to);
  if (from.startsWith(outside.web) && to.startsWith(outside.web)) return webProblemOf(from, to);
  if (from.startsWith(outside.clients) || from.startsWith(outside.web)) {
    const isOpen =
      target === undefined || target === "protocol" || (isType && /^src\/api\/(v1|http|dialects)\//.test(to));
    const isSandbox = from.startsWith("web/") && target === "sandbox";
    return isOpen || isSandbox ? undefined : "clients and pages take the protocol and the API's types alone";
  }
  if (dialectOf(from) !== undefined) return problemOfDialect(from, to);
  if (room === undefined || target === undefined || room === target || room === "sandbox") return undefined;
  const floor = floorOf.get(room);
  const targetFloor = floorOf.get(target);
  if (floor === undefined) return `${room} has no floor in test/architecture/imports.test.ts`;
  if (targetFloor === undefined) return `${room} must not import ${target}`;
  if (targetFloor >= floor) return `${room} must not import ${target}: imports run one way`;
  if (to !== faceOf(target)) return `the face of ${target} is its index.ts`;
  return undefined;
}

/** Whether one part of the pages imports another that is not below it. */
function webProblemOf(from: string, to: string): string | undefined {
  const floorAndPart = (file: string) => {
    const floor = webFloors.findIndex((parts) => parts.some((part) => file.startsWith(`${part}/`)));
    return [floor, webFloors[floor]?.find((part) => file.startsWith(`${part}/`))] as const;
  };
  const [floor, part] = floorAndPart(from);
  const [targetFloor, targetPart] = floorAndPart(to);
  if (part === undefined) return `${from} has no floor in test/architecture/imports.test.ts`;
  if (part === targetPart || targetFloor < floor) return undefined;
  return `${part} must not import ${targetPart}: imports run one way`;
}

const faceOf = (room: string) => `src/${room}/index.ts`;

/** Another API's shape over the same engines: it has no table, no chain, and knows no other dialect. */
function problemOfDialect(from: string, to: string): string | undefined {
  const target = roomOf(to);
  const isOwn = dialectOf(to) === dialectOf(from);
  const isKernel = to.startsWith("src/api/http/") || to === "src/api/dialects/index.ts";
  const isFace =
    target !== undefined && !["api", "store", "chain", "server", "cli"].includes(target) && to === faceOf(target);
  return isOwn || isKernel || isFace ? undefined : "a dialect imports faces and api/http alone, no table and no chain";
}

function dialectOf(file: string): string | undefined {
  return /^src\/api\/dialects\/([^/]+)\//.exec(file)?.[1];
}

function roomOf(file: string): string | undefined {
  return /^src\/([^/]+)\//.exec(file)?.[1];
}

async function importsOf(file: string): Promise<Import[]> {
  const source = await readFile(join(root, file), "utf8");
  const statements = source.matchAll(/^(import|export)( type)?\b[^;"]*?from "(\.[^"]+)"|import\("(\.[^"]+)"\)/gms);
  return [...statements].map(([, , type, fixed, lazy]) => ({
    from: file,
    to: normalize(join(dirname(file), fixed ?? lazy ?? "")),
    isType: type !== undefined,
  }));
}

async function allImports(): Promise<Import[]> {
  const files: string[] = [];
  for await (const file of glob("{src,clients,web}/**/*.{ts,tsx}", { cwd: root })) files.push(file);
  return (await Promise.all(files.map(importsOf))).flat();
}

test("imports: rooms import lower floors, through their faces", async () => {
  const imports = await allImports();
  assert.ok(imports.length > 1_000, "the imports were found");
  const wrong = imports.flatMap((one) => {
    const problem = problemOf(one);
    return problem === undefined ? [] : [`${one.from} imports ${one.to}: ${problem}`];
  });
  assert.deepEqual(wrong, []);
});

test("imports: an upward import, an import past a face, and a table in a client are found", () => {
  const of = (from: string, to: string) => problemOf({ from, to, isType: false });
  assert.match(of("src/payments/create-payment.ts", "src/links/index.ts") ?? "", /one way/);
  assert.match(of("src/ledger/credit-payment.ts", "src/payments/status.ts") ?? "", /index\.ts/);
  assert.match(of("clients/typescript/index.ts", "src/store/index.ts") ?? "", /protocol/);
  assert.match(of("src/cli/main.ts", "src/server/start.ts") ?? "", /index\.ts/);
  assert.match(of("src/api/server.ts", "src/sandbox/state.ts") ?? "", /must not/);
  assert.match(of("web/shared/wallets/index.ts", "web/checkout/session/settings.ts") ?? "", /one way/);
  assert.match(of("web/checkout/payment-methods/plan.ts", "web/checkout/session/state.ts") ?? "", /one way/);
  assert.match(of("web/embed/embed.ts", "web/checkout/embedding.ts") ?? "", /one way/);
  assert.equal(of("web/checkout/session/session.ts", "web/shared/quote/index.ts"), undefined);
  assert.equal(of("src/ledger/credit-payment.ts", "src/payments/index.ts"), undefined);
});

test("imports: a dialect that takes a table, a chain, another dialect or a native route is found", () => {
  const of = (to: string) => problemOf({ from: "src/api/dialects/payin/routes.ts", to, isType: false });
  for (const to of [
    "src/store/index.ts",
    "src/chain/index.ts",
    "src/payments/create-payment.ts",
    "src/api/dialects/pymstr/translate.ts",
    "src/api/v1/payments/view.ts",
  ]) {
    assert.match(of(to) ?? "", /faces and api\/http/, to);
  }
  for (const to of ["src/payments/index.ts", "src/api/http/errors.ts", "src/api/dialects/payin/translate.ts"]) {
    assert.equal(of(to), undefined, to);
  }
});

test("imports: no file reaches itself through others", async () => {
  const imports = (await allImports()).filter(({ isType }) => !isType);
  const targets = Map.groupBy(imports, ({ from }) => from);
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    assert.equal(start, -1, `a circle: ${[...path.slice(start), file].join(" -> ")}`);
    if (done.has(file)) return;
    for (const { to } of targets.get(file) ?? []) visit(to, [...path, file]);
    done.add(file);
  };
  for (const file of targets.keys()) visit(file, []);
});
