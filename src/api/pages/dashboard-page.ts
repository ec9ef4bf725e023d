import { readFile } from "node:fs/promises";
import { join } from "node:path";
import serveFiles from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { type PeopleContext, SignedOutError } from "../../people/index.ts";
import { personOfSession } from "../http/sessions.ts";
import { type CheckoutBuild, CheckoutPageMissingError, checkoutDirectory } from "./checkout-page.ts";
import { sendErrorPage } from "./error-page.ts";
import { dashboardPath, signInPath } from "./people-paths.ts";

/** The dashboard as it is served: built, and read once. */
export type DashboardPage = {
  readonly directory: string;
  readonly html: string;
  /** Where the script is that adds passkeys to the sign-in page. */
  readonly signInScript: string;
};

type Manifest = { readonly "sign-in.ts": { readonly file: string } };

const assetsPath = `${dashboardPath}/assets/`;

/** Beside the checkout's: one command builds both. Throws `CheckoutPageMissingError`. */
export async function readDashboardPage(build: CheckoutBuild): Promise<DashboardPage> {
  const directory = join(checkoutDirectory(build), "dashboard");
  try {
    const html = await readFile(join(directory, "index.html"), "utf8");
    const manifest = JSON.parse(await readFile(join(directory, "manifest.json"), "utf8")) as Manifest;
    const { file } = manifest["sign-in.ts"];
    return { directory, html, signInScript: `${dashboardPath}/${file}` };
  } catch (cause) {
    const message = `The dashboard is not in ${directory}. Run "npm run build:checkout" first.`;
    throw new CheckoutPageMissingError(message, { cause });
  }
}

/** Serves the dashboard and everything below it as one page, to who is signed in: others sign in first and come back. */
export async function serveDashboard(server: FastifyInstance, context: PeopleContext, page: DashboardPage) {
  server.addHook("onRoute", (route) => {
    if (route.url.startsWith(assetsPath)) route.config = { ...route.config, isPage: true };
  });
  await server.register(serveFiles, {
    root: join(page.directory, "assets"),
    prefix: assetsPath,
    decorateReply: false,
    index: false,
    immutable: true,
    maxAge: "365d",
    preCompressed: true,
  });
  // Below whatever path a proxy adds.
  const base = new URL(context.publicUrl).pathname.replace(/\/$/, "");
  const html = page.html.replaceAll('"./assets/', `"${base}${assetsPath}`);
  for (const path of [dashboardPath, `${dashboardPath}/*`]) {
    server.get(
      path,
      { schema: { hide: true }, config: { isPage: true }, errorHandler: sendErrorPage },
      async (request, reply) => {
        try {
          await personOfSession(context, request);
        } catch (error) {
          if (!(error instanceof SignedOutError)) throw error;
          return reply.redirect(signInPath(request.url), 303);
        }
        return reply.type("text/html; charset=utf-8").headers(dashboardHeaders).send(html);
      },
    );
  }
}

const policy = {
  "default-src": "'none'",
  "script-src": "'self'",
  "style-src": "'self'",
  "img-src": "'self' data: blob:",
  "font-src": "'self'",
  "connect-src": "'self'",
  "base-uri": "'none'",
  // Forms are sent by the page's own script alone.
  "form-action": "'none'",
  "frame-ancestors": "'none'",
  "require-trusted-types-for": "'script'",
  "trusted-types": "'none'",
};

/** The browser loads our own files and asks our own API, and no page frames the dashboard. */
const dashboardHeaders = {
  "content-security-policy": Object.entries(policy)
    .map(([name, values]) => `${name} ${values}`)
    .join("; "),
  "referrer-policy": "no-referrer",
  "permissions-policy":
    "camera=(), geolocation=(), microphone=(), payment=(), usb=(), clipboard-write=(self), publickey-credentials-get=(self), publickey-credentials-create=(self)",
  "cache-control": "no-store",
};
