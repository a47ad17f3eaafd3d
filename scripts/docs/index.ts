import "../../bench/fresh.js";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFigures } from "../../accuracy/record.js";
import { readOutcomes } from "../../accuracy/rounding/record.js";
import { writeVectors } from "../../accuracy/vectors/write.js";
import { readBenchmarks } from "../../bench/comparison/record.js";
import { readSpeeds } from "../../bench/exact/record.js";
import { pictures } from "../../catalogue/plot.js";
import { accuracyPage } from "./accuracy-page.js";
import { charts } from "./benchmarks-charts.js";
import { currentPage } from "./benchmarks-page.js";
import { exactPage } from "./exact-page.js";
import { withTable } from "./functions-table.js";
import { kernelHeaders } from "./kernel-headers.js";
import { namesPage } from "./names-page.js";

/** Writes the generated documentation: pictures, the table of functions, the accuracy and benchmark pages, and the figures in kernels. */
rmSync("docs/plots", { recursive: true, force: true });
mkdirSync("docs/plots", { recursive: true });
for (const [name, text] of pictures()) writeFileSync(`docs/${name}`, text);
writeFileSync("docs/functions.md", withTable(readFileSync("docs/functions.md", "utf8")));
writeFileSync("docs/names.md", namesPage());
writeFileSync("docs/accuracy.md", accuracyPage(readFigures()));
writeFileSync("docs/exact.md", exactPage(readOutcomes(), readSpeeds()));
for (const [name, text] of charts(readBenchmarks())) writeFileSync(`docs/${name}`, text);
writeFileSync("docs/benchmarks.md", currentPage());
for (const [path, text] of kernelHeaders(readFigures())) writeFileSync(path, text);
// A new function has its reference values, too.
writeVectors("missing");
