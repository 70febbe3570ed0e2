// SPDX-License-Identifier: EUPL-1.2
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { compressed } from "./compress.ts";
import { AREAS } from "./src/app/areas.ts";

// What the server answers with the page: see static_files.h.
function areas(): Plugin {
  return {
    name: "muster-areas",
    apply: "build",
    generateBundle() {
      this.emitFile({ type: "asset", fileName: "areas.txt", source: AREAS.join("\n") });
    },
  };
}

export default defineConfig({
  plugins: [react(), areas(), compressed()],
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
