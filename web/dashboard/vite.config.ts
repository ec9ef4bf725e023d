import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

/** `--mode sandbox` adds what is for the sandbox alone. */
export default defineConfig(({ mode }) => ({
  root: fileURLToPath(new URL(".", import.meta.url)),
  // The server says where its files are; those that are loaded later are found from the first.
  base: "./",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  define: { __SANDBOX__: JSON.stringify(mode === "sandbox") },
  build: {
    outDir: fileURLToPath(
      new URL(
        mode === "sandbox" ? "../../dist/checkout-sandbox/dashboard" : "../../dist/checkout/dashboard",
        import.meta.url,
      ),
    ),
    emptyOutDir: true,
    target: ["es2023", "chrome111", "firefox115", "safari16.4"],
    // Nothing inline, neither code nor pictures: the content security policy forbids it.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: "manifest.json",
    // The script of the sign-in page is one of its own.
    rollupOptions: { input: ["index.html", "sign-in.ts"].map((file) => fileURLToPath(new URL(file, import.meta.url))) },
    reportCompressedSize: false,
  },
}));
