import type { Browser, Page } from "playwright-core";
import { openDashboard, settled, startDashboardServer } from "../test/web/support/dashboard.ts";
import { addressOf, type DashboardPageName, dashboardPages } from "../test/web/support/dashboard-pages.ts";
import { fillWithSamples } from "../test/web/support/dashboard-samples.ts";

type Shot = readonly [page: DashboardPageName, width: 320 | 1440, colors: "light" | "dark"];

const wide = Object.keys(dashboardPages) as DashboardPageName[];

/** Each page once, and the main ones also small and dark. */
const shots: readonly Shot[] = [
  ...wide.map((page): Shot => [page, 1440, "light"]),
  ["home", 1440, "dark"],
  ["home", 320, "light"],
  ["payments", 320, "light"],
  ["payment", 320, "dark"],
  ["invoice", 320, "dark"],
  ["new-invoice", 320, "light"],
  ["subscription", 320, "dark"],
  ["mandate", 320, "light"],
  ["sandbox", 320, "dark"],
];

/** Takes the dashboard's pictures over the samples of a shop. Answers how many. */
export async function takeDashboardScreenshots(
  browser: Browser,
  save: (name: string, page: Page) => Promise<void>,
): Promise<number> {
  await using server = await startDashboardServer();
  const ids = await fillWithSamples(server);
  for (const [name, width, colors] of shots) {
    await using opened = await openDashboard(server, browser, {
      isOperator: name === "server",
      viewport: { width, height: width === 320 ? 640 : 900 },
      colorScheme: colors,
    });
    const page = await opened.visit(addressOf(name, ids));
    for (const code of await page.locator(".qr").all()) await code.locator("path").waitFor();
    for (const chart of await page.locator(".bar-chart-frame").all()) await chart.locator("canvas").waitFor();
    await save(`dashboard-${name}-${width}-${colors}`, page);
  }
  await using opened = await openDashboard(server, browser, { viewport: { width: 1440, height: 900 } });
  const page = await opened.visit("");
  await page.getByLabel("Live").check();
  await page.getByRole("heading", { name: "Get your first payment" }).waitFor();
  await settled(page);
  await save("dashboard-welcome-1440-light", page);
  return shots.length + 1;
}
