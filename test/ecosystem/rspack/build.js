import { writeFileSync } from "node:fs";
import { rspack } from "@rspack/core";

rspack({ mode: "production", entry: "./src/page.js" }, (error, stats) => {
  if (error || stats.hasErrors()) throw error ?? new Error(stats.toString());
  writeFileSync("dist/index.html", '<script src="main.js"></script>');
});
