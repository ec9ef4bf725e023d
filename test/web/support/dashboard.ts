import { randomUUID } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { buildCheckout } from "../../../scripts/build-checkout.ts";
import { readCheckoutPage } from "../../../src/api/pages/checkout-page.ts";
import { readDashboardPage } from "../../../src/api/pages/dashboard-page.ts";
import type { MemberRole } from "../../../src/store/index.ts";
import { freePort } from "../../support/free-port.ts";
import { newPerson, signIn } from "../../support/person.ts";
import { startTestServer, type TestServer } from "../../support/test-server.ts";
import { openPage, type PageOptions, type WatchedPage } from "./browser.ts";

/** A server with its dashboard, over a database without chains. */
export type DashboardServer = TestServer & {
  /** Where the browser reaches it: passkeys want a name. */
  readonly browserUrl: string;
  /** Null: as it is. */
  setTime(time: Date | null): void;
};

export async function startDashboardServer(): Promise<DashboardServer> {
  await buildCheckout("sandbox");
  let moved: Date | null = null;
  const port = await freePort();
  const browserUrl = `http://localhost:${port}`;
  const server = await startTestServer({
    clock: () => moved ?? new Date(),
    checkoutPage: await readCheckoutPage("sandbox"),
    dashboardPage: await readDashboardPage("sandbox"),
    publicUrl: browserUrl,
    port,
  });
  return Object.assign(server, {
    browserUrl,
    setTime: (time: Date | null) => {
      moved = time;
    },
  });
}

export type OpenedDashboard = WatchedPage & {
  /** Goes to a page of the dashboard and waits until it is there. */
  visit(path: string): Promise<Page>;
};

type Who = PageOptions & { readonly role?: MemberRole; readonly isStrong?: boolean };

/** Somebody of a role, signed in, in a browser of their own. */
export async function openDashboard(
  server: DashboardServer,
  browser: Browser,
  { role = "owner", isStrong = false, ...options }: Who = {},
): Promise<OpenedDashboard> {
  const { organizationId, context } = server;
  const { id } = await newPerson(context, {
    organizationId,
    role,
    email: `${role}-${randomUUID().slice(0, 4)}@tessel.example`,
  });
  const { token } = await signIn(context, id, { isStrong });
  const opened = await openPage(browser, options);
  await opened.page.context().addCookies([{ name: "railsplit", value: token, url: server.browserUrl }]);
  return {
    ...opened,
    async visit(path) {
      await opened.page.goto(`${server.browserUrl}/dashboard${path}`);
      await settled(opened.page);
      return opened.page;
    },
  };
}

/** Nothing is being loaded any more. */
export async function settled(page: Page): Promise<void> {
  await page.locator("main h1").waitFor();
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
}
