import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

/** One plain script under a name that stays: shops write it into their pages. */
export default defineConfig({
  build: {
    lib: { entry: fileURLToPath(new URL("embed.ts", import.meta.url)), formats: ["iife"], name: "railsplit" },
    emptyOutDir: false,
    target: ["es2023", "chrome111", "firefox115", "safari16.4"],
    rolldownOptions: { output: { entryFileNames: "embed.js" } },
    reportCompressedSize: false,
  },
});
