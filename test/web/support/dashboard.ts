import type { Browser, Page } from "playwright-core";
import { buildCheckout } from "../../../scripts/build-checkout.ts";
import { readCheckoutPage } from "../../../src/api/pages/checkout-page.ts";
import { readDashboardPage } from "../../../src/api/pages/dashboard-page.ts";
import type { MemberRole } from "../../../src/store/index.ts";
import { freePort } from "../../support/free-port.ts";
import { anyMandates } from "../../support/mandates.ts";
import { newPerson, signIn } from "../../support/person.ts";
import { toolsWithoutChains } from "../../support/sandbox-tools.ts";
import { startTestServer, type TestServer } from "../../support/test-server.ts";
import { openPage, type PageOptions, type WatchedPage } from "./browser.ts";
import { feeRecipientSamples, gasSamples, laneSamples, providerSamples } from "./network-samples.ts";

/** A server with its dashboard, over a database without chains. */
export type DashboardServer = TestServer & {
  /** Where the browser reaches it: passkeys want a name. */
  readonly browserUrl: string;
  /** Whoever is put in here operates it. */
  readonly operators: Set<string>;
  /** Null: as it is. */
  setTime(time: Date | null): void;
};

export async function startDashboardServer(): Promise<DashboardServer> {
  await buildCheckout("sandbox");
  let moved: Date | null = null;
  const operators = new Set<string>();
  const port = await freePort();
  const browserUrl = `http://localhost:${port}`;
  const server = await startTestServer({
    clock: () => moved ?? new Date(),
    checkoutPage: await readCheckoutPage("sandbox"),
    dashboardPage: await readDashboardPage("sandbox"),
    gasBalances: () => gasSamples,
    providerHealth: () => providerSamples(),
    operators,
    engine: { mandates: anyMandates, lanes: () => laneSamples, feeRecipients: () => feeRecipientSamples },
    sandboxTools: toolsWithoutChains(),
    publicUrl: browserUrl,
    port,
  });
  return Object.assign(server, {
    browserUrl,
    operators,
    setTime: (time: Date | null) => {
      moved = time;
    },
  });
}

export type OpenedDashboard = WatchedPage & {
  /** Goes to a page of the dashboard and waits until it is there. */
  visit(path: string): Promise<Page>;
};

type Who = PageOptions & {
  readonly role?: MemberRole;
  readonly isStrong?: boolean;
  readonly isOperator?: boolean;
};

let people = 0;

/** Somebody of a role, signed in, in a browser of their own. */
export async function openDashboard(
  server: DashboardServer,
  browser: Browser,
  { role = "owner", isStrong = false, isOperator = false, ...options }: Who = {},
): Promise<OpenedDashboard> {
  const { organizationId, context } = server;
  people += 1;
  const { id, email } = await newPerson(context, { organizationId, role, email: `${role}${people}@tessel.example` });
  if (isOperator) server.operators.add(email);
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

/** Waits until the list of this page has so many rows: its address changes before what it asked for is here. */
export async function hasRows(page: Page, count: number): Promise<void> {
  await page.waitForFunction((wanted) => document.querySelectorAll("tbody tr").length === wanted, count);
}
