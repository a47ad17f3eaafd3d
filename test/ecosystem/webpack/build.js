import { writeFileSync } from "node:fs";
import webpack from "webpack";

webpack({ mode: "production", entry: "./src/page.js" }, (error, stats) => {
  if (error || stats.hasErrors()) throw error ?? new Error(stats.toString());
  writeFileSync("dist/index.html", '<script src="main.js"></script>');
});
