import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { browser, type PageOptions } from "../browser.js";
import type { Attempt, Case } from "../case.js";
import type { Outcome, Part } from "../outcome.js";
import type { Project } from "../project.js";
import { serve } from "../server.js";

/** Bundles for realms without import maps. */
async function bundle({ folder }: Project): Promise<void> {
  await build({
    absWorkingDir: folder,
    entryPoints: ["src/page.js", "src/worker.js"],
    bundle: true,
    format: "esm",
    outdir: "out",
    logLevel: "error",
  });
  const worker = readFileSync(join(folder, "node_modules/lanewise/dist/pool-worker.js"));
  writeFileSync(join(folder, "out/pool-worker.js"), worker);
}

const page = (
  name: string,
  path: string,
  options: PageOptions = {},
  without: Partial<Record<Part, RegExp>> = {},
): Attempt => ({
  name,
  run: async (project) => {
    await bundle(project);
    return project.page(".", { path: `pages/${path}`, ...options });
  },
  without,
});

/** The package on a server of its own. */
const network = (name: string, query: string, without: Partial<Record<Part, RegExp>> = {}): Attempt => ({
  name,
  run: async (project) => {
    const server = await serve(join(project.folder, "node_modules/lanewise"));
    try {
      return await project.page(".", { path: `pages/network.html?from=${server.address}${query}` });
    } finally {
      await server.stop();
    }
  },
  without,
});

const refused = (message: RegExp) => ({ functions: message, threads: message, streams: message });
const policy = (value: string): PageOptions => ({ headers: { "content-security-policy": value } });

export default {
  title: "Chromium",
  version: async () => (await browser()).version(),
  ci: true,
  attempts: [
    page("an isolated page", "import-map.html"),
    page("a page that is not isolated", "import-map.html", { isolated: false }),
    network("from another origin", "", { threads: /SecurityError.*own origin/ }),
    network("from another origin, with { worker }", "&own"),
    page("a sandboxed frame", "sandboxed.html", { isolated: false }, { threads: /SecurityError/ }),
    page("a module at a blob: address", "text.html?blob", {}, { threads: /Invalid URL.*\{ worker/ }),
    page("a module at a data: address", "text.html?data", {}, { threads: /Invalid URL.*\{ worker/ }),
    page("a worker", "worker.html?dedicated"),
    page("a shared worker", "worker.html?shared", {}, { threads: /no workers/ }),
    page(
      "a service worker",
      "worker.html?service",
      { headers: { "service-worker-allowed": "/" } },
      { threads: /no workers/ },
    ),
    page(
      "a policy without 'wasm-unsafe-eval'",
      "import-map.html",
      policy("script-src 'self' 'unsafe-inline'"),
      refused(/'wasm-unsafe-eval'/),
    ),
    page(
      "a policy with worker-src 'none'",
      "import-map.html",
      policy("script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; worker-src 'none'"),
      { threads: /worker-src/ },
    ),
    {
      name: "an audio worklet",
      run: async (project) => {
        const example = readFileSync("examples/audio-worklet/waveshaper.js", "utf8");
        await bundle(project);
        const served = example.replace("../../dist/", "/node_modules/lanewise/dist/");
        writeFileSync(join(project.folder, "out/waveshaper.js"), served);
        const { same, length } = (await project.page(".", { path: "pages/audio-worklet.html" })) as Outcome & {
          same: boolean;
          length: number;
        };
        if (!same || length !== 1280) throw new Error("the worklet's samples differ from the page's");
        return undefined;
      },
    },
  ],
} satisfies Case;
