import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import serveFiles from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { embedOriginsOf } from "../../checkout/index.ts";
import { loadPayment, PaymentNotFoundError } from "../../payments/index.ts";
import { OperatorError } from "../../runtime/index.ts";
import type { Database } from "../../store/index.ts";
import { checkoutPageHeaders } from "./checkout-page-headers.ts";
import { sendErrorPage } from "./error-page.ts";
import { escapeHtml } from "./html.ts";

/** The sandbox's has a test wallet and every screen by URL beside. */
export type CheckoutBuild = "production" | "sandbox";

/** The checkout page as it is served: built, and read once. */
export type CheckoutPage = { readonly directory: string; readonly html: string; readonly build: CheckoutBuild };

/** What the page is served with. */
export type CheckoutPageContext = {
  readonly database: Database;
  /** Null: WalletConnect is not offered. */
  readonly walletConnectProjectId: string | null;
  /** Whether the page offers Base Account. */
  readonly baseAccount: boolean;
};

/** The page has not been built: says which command does it. */
export class CheckoutPageMissingError extends OperatorError {
  override readonly name = "CheckoutPageMissingError";
}

/** Where `npm run build:checkout` puts it. */
export function checkoutDirectory(build: CheckoutBuild): string {
  const name = build === "production" ? "checkout" : `checkout-${build}`;
  return fileURLToPath(new URL(`../../../dist/${name}`, import.meta.url));
}

/** Throws `CheckoutPageMissingError`. */
export async function readCheckoutPage(build: CheckoutBuild): Promise<CheckoutPage> {
  const directory = checkoutDirectory(build);
  try {
    const html = await readFile(join(directory, "index.html"), "utf8");
    // From wherever the page is served.
    return { directory, build, html: html.replaceAll('"./assets/', '"../pay/assets/') };
  } catch (cause) {
    const message = `The checkout page is not in ${directory}. Run "npm run build:checkout" first.`;
    throw new CheckoutPageMissingError(message, { cause });
  }
}

/** In place of a payment's id, in the sandbox: shows screens without a payment. */
const previewId = "preview";

/** What its files are served under; their names change with their content. */
export const checkoutAssetsPath = "/pay/assets/";

/** Serves the page at `/p/:id` and, as earlier releases did, at `/pay/:id`, with what it has to know in a `<meta>`, and the files that it loads. */
export async function serveCheckoutPage(server: FastifyInstance, context: CheckoutPageContext, page: CheckoutPage) {
  server.addHook("onRoute", (route) => {
    if (route.url.startsWith(checkoutAssetsPath)) route.config = { ...route.config, isPage: true };
  });
  await server.register(serveFiles, {
    root: join(page.directory, "assets"),
    prefix: checkoutAssetsPath,
    index: false,
    immutable: true,
    maxAge: "365d",
    preCompressed: true,
    // To whom nothing may be compressed, a folder would be an error of ours.
    allowedPath: (path) => !path.endsWith("/"),
  });
  // What shops load to open it over a page of theirs: under a name that stays, so not for long.
  server.get("/embed.js", { schema: { hide: true }, config: { isPage: true } }, async (_request, reply) => {
    reply.header("cross-origin-resource-policy", "cross-origin");
    return reply.sendFile("embed.js", page.directory, { immutable: false, maxAge: "1h" });
  });
  for (const path of ["/p/:id", "/pay/:id"]) {
    server.get<{ Params: { id: string } }>(
      path,
      { schema: { hide: true }, config: { isPage: true }, errorHandler: sendErrorPage },
      async (request, reply) => {
        const { id } = request.params;
        const isKnown = (page.build === "sandbox" && id === previewId) || (await exists(context.database, id));
        const frameOrigins = isKnown && id !== previewId ? await embedOriginsOf(context.database, id) : [];
        const { walletConnectProjectId, baseAccount } = context;
        const settings = { walletConnectProjectId, baseAccount, frameOrigins };
        // The page itself says that there is no such payment.
        reply.status(isKnown ? 200 : 404).type("text/html; charset=utf-8");
        reply.removeHeader("x-frame-options");
        reply.headers(checkoutPageHeaders(settings));
        return page.html.replace(
          '<meta name="checkout-settings" content="" />',
          () => `<meta name="checkout-settings" content="${escapeHtml(JSON.stringify(settings))}" />`,
        );
      },
    );
  }
}

async function exists(database: Database, id: string): Promise<boolean> {
  try {
    await loadPayment(database, id);
    return true;
  } catch (error) {
    if (error instanceof PaymentNotFoundError) return false;
    throw error;
  }
}
