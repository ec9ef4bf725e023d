import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { watchAnnouncedWallets } from "../../../../web/shared/wallets/announced-wallets.ts";
import type { Wallet } from "../../../../web/shared/wallets/wallet.ts";

const icon = "data:image/svg+xml,%3Csvg%3E%3C/svg%3E";
const provider = { request: async () => null };
const announcement = (changes: object = {}) => ({
  info: { uuid: "1", name: "Fox", icon, rdns: "example.fox", ...changes },
  provider,
});

/** A page as far as wallets see it. */
let page: EventTarget & { ethereum?: unknown };
let reported: string[][];
const changed = (wallets: readonly Wallet[]) => void reported.push(wallets.map(({ name }) => name));
const announce = (detail: unknown) =>
  page.dispatchEvent(Object.assign(new Event("eip6963:announceProvider"), { detail }));

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  page = new EventTarget();
  Object.assign(globalThis, { window: page });
  reported = [];
});
afterEach(() => {
  mock.timers.reset();
  Reflect.deleteProperty(globalThis, "window");
});

test("watchAnnouncedWallets: wallets are asked for, and each is reported once, also one that comes late", () => {
  page.addEventListener("eip6963:requestProvider", () => announce(announcement()));
  const stop = watchAnnouncedWallets(changed);
  announce(announcement());
  announce(announcement({ uuid: "2", name: "Harbour" }));
  stop();
  announce(announcement({ uuid: "3", name: "Late" }));
  assert.deepEqual(reported, [["Fox"], ["Fox", "Harbour"]]);
});

test("watchAnnouncedWallets: what is no announcement is passed over, and an image from elsewhere is not shown", () => {
  const found: (readonly Wallet[])[] = [];
  watchAnnouncedWallets((wallets) => void found.push(wallets));
  for (const nonsense of [null, {}, { info: {} }, announcement({ name: "" }), { ...announcement(), provider: {} }]) {
    announce(nonsense);
  }
  assert.equal(found.length, 0);
  announce(announcement({ uuid: "2", icon: "https://elsewhere.example/icon.png" }));
  announce(announcement());
  assert.deepEqual(
    found.at(-1)?.map((wallet) => wallet.icon),
    [undefined, icon],
  );
});

test("watchAnnouncedWallets: window.ethereum is offered where nothing announces itself, and only there", () => {
  page.ethereum = provider;
  const stop = watchAnnouncedWallets(changed);
  mock.timers.runAll();
  stop();
  assert.deepEqual(reported, [["Browser wallet"]]);

  reported = [];
  watchAnnouncedWallets(changed);
  announce(announcement());
  mock.timers.runAll();
  assert.deepEqual(reported, [["Fox"]]);
});
