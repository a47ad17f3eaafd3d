import { createServer } from "vite";
import { guides } from "./guides.js";

/** Serves the pages while one works on them; the reference is part of the build only. */

guides();
const server = await createServer({ configFile: "site/vite.config.ts" });
await server.listen();
server.printUrls();
