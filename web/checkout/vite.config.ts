import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

/** `--mode sandbox` adds what newcomers and tests use: the test wallet, and every screen by URL. */
export default defineConfig(({ mode }) => ({
  root: fileURLToPath(new URL(".", import.meta.url)),
  // The page is at /pay/<id>: so its files are at /pay/assets, also behind a proxy that adds a path.
  base: "./",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  define: { __SANDBOX__: JSON.stringify(mode === "sandbox") },
  build: {
    outDir: fileURLToPath(
      new URL(mode === "sandbox" ? "../../dist/checkout-sandbox" : "../../dist/checkout", import.meta.url),
    ),
    emptyOutDir: true,
    target: ["es2023", "chrome111", "firefox115", "safari16.4"],
    // Nothing inline, neither code nor pictures: the content security policy forbids it.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: "manifest.json",
    reportCompressedSize: false,
  },
}));
