import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFigures } from "../accuracy/record.js";
import { accuracyPage } from "./accuracy-page.js";
import { pictures } from "./plot.js";
import { withTable } from "./readme-table.js";

/** Writes what is generated of the documentation: the pictures, the README's table, and the page of accuracy. */
rmSync("docs/plots", { recursive: true, force: true });
mkdirSync("docs/plots", { recursive: true });
for (const [name, text] of pictures()) writeFileSync(`docs/${name}`, text);
writeFileSync("README.md", withTable(readFileSync("README.md", "utf8")));
writeFileSync("docs/accuracy.md", accuracyPage(readFigures()));
