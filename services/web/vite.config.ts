// SPDX-License-Identifier: EUPL-1.2
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { compressed } from "./compress.ts";
import { ROUTES } from "./src/app/routes.ts";

// What the server answers with the page: see static_files.h.
function routes(): Plugin {
  return {
    name: "muster-routes",
    apply: "build",
    generateBundle() {
      this.emitFile({ type: "asset", fileName: "routes.txt", source: ROUTES.join("\n") });
    },
  };
}

export default defineConfig({
  plugins: [react(), routes(), compressed()],
  build: {
    target: "es2022",
    // Nothing inline: the content security policy allows files of our own origin only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: { fileName: "licenses.md" },
  },
  server: {
    proxy: { "^/muster\\.[a-z]+\\.v1\\.": process.env.MUSTER_URL ?? "http://127.0.0.1:8790" },
  },
});
