// Bundles src/ into ../static/built: site.js for every page, the others for the pages that ask for them.
import { build } from "esbuild";

await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: ["src/site.ts", "src/editor.ts", "src/network.ts"],
  outdir: "../static/built",
  bundle: true,
  splitting: true,
  format: "esm",
  minify: true,
  charset: "utf8",
  target: ["chrome109", "firefox115", "safari16.4"],
  // Icons of the editor's style sheet; the pages' policy allows pictures in data: addresses.
  loader: { ".svg": "dataurl", ".png": "dataurl" },
  chunkNames: "chunks/[name]-[hash]",
  legalComments: "linked",
  logLevel: "warning",
});
