import { build } from "vite";
import { guides } from "./guides.js";
import { reference } from "./reference.js";

/** Builds the site into site/dist: guides become pages, pages become files, and TypeDoc adds the reference. */

const configFile = "site/vite.config.ts";

guides();
await build({ configFile, logLevel: "warn" });
await reference("site/dist/api");
