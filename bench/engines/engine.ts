import { execFile, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** An engine whose process calls a task once. */
export interface Engine {
  readonly name: string;
  readonly version: string;
  readonly v8: boolean;
  run<T>(task: Task, order: unknown): Promise<T>;
}

/** A function, by its name in a bundle for all engines. */
export interface Task {
  readonly bundle: string;
  readonly name: string;
}

const NODES = ["20", "22", "24", "26"];
const INSTALL = "npm install --prefix bench/engines";
// Longer than any run takes: only an engine that hangs reaches it.
const TIMEOUT = 10 * 60_000;
const OUTPUT = 64 * 2 ** 20;

const CHROMIUM = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];
// The full resolution of the clock, and no dialog that offers to stop the script.
const FIREFOX = `
user_pref("privacy.reduceTimerPrecision", false);
user_pref("privacy.reduceTimerPrecision.unconditional", false);
user_pref("dom.max_script_run_time", 0);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("toolkit.telemetry.reportingpolicy.firstRun", false);
`;

const execute = promisify(execFile);

/** All installed engines; `missing` receives how to install each of the others. */
export function engines(missing: (message: string) => void): readonly Engine[] {
  const found: Engine[] = [];
  for (const major of NODES) {
    const binary = `bench/engines/node_modules/node-${major}/bin/node`;
    if (existsSync(binary)) found.push(node(major, binary));
    else missing(`Node ${major} is not installed: ${INSTALL}`);
  }
  const browsers = [
    { name: "Chromium", command: process.env.CHROMIUM ?? "chromium", v8: true, args: chromiumArgs },
    { name: "Firefox", command: process.env.FIREFOX ?? "firefox-esr", v8: false, args: firefoxArgs },
  ];
  for (const { name, command, v8, args } of browsers) {
    const version = versionOf(command);
    const run = <T>(task: Task, order: unknown) => inBrowser<T>(command, args, task, order);
    if (version) found.push({ name, version, v8, run });
    else missing(`${name} is not installed: apt-get install ${command}, or name its program in ${name.toUpperCase()}`);
  }
  return found;
}

function node(major: string, binary: string): Engine {
  const version = execFileSync(binary, ["-p", 'process.versions.node + ", V8 " + process.versions.v8'], {
    encoding: "utf8",
  });
  return {
    name: `Node ${major}`,
    version: version.trim(),
    v8: true,
    run: async <T>({ bundle, name }: Task, order: unknown) => {
      const script = `import { ${name} } from "./${bundle}"; console.log(JSON.stringify(${name}(${JSON.stringify(order)})));`;
      const args = ["--input-type=module", "--eval", script];
      const { stdout } = await execute(binary, args, { timeout: TIMEOUT, maxBuffer: OUTPUT });
      return JSON.parse(stdout) as T;
    },
  };
}

function chromiumArgs(profile: string): readonly string[] {
  return [...CHROMIUM, `--user-data-dir=${profile}`];
}

function firefoxArgs(profile: string): readonly string[] {
  writeFileSync(join(profile, "user.js"), FIREFOX);
  return ["--headless", "--no-remote", "--profile", profile];
}

function versionOf(command: string): string | undefined {
  try {
    return /[\d.]+\w*/.exec(execFileSync(command, ["--version"], { encoding: "utf8", stdio: "pipe" }))?.[0];
  } catch {
    return undefined;
  }
}

/** Starts the browser on a page whose worker runs the task, and waits for the result it sends back. */
async function inBrowser<T>(
  command: string,
  argsOf: (profile: string) => readonly string[],
  task: Task,
  order: unknown,
): Promise<T> {
  let posted: (body: string) => void;
  const body = new Promise<string>((resolve) => (posted = resolve));
  const server = createServer(async (request, response) => {
    if (request.method === "POST") {
      response.end();
      posted(await bodyOf(request));
      return;
    }
    const [type, text] = pageOf(request.url, task, order);
    // A page isolated from other origins gets a clock with a resolution of microseconds.
    response.writeHead(text === undefined ? 404 : 200, {
      "content-type": type,
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
    });
    response.end(text);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const profile = mkdtempSync(join(tmpdir(), "lanewise-browser-"));
  const child = spawn(command, [...argsOf(profile), `http://127.0.0.1:${port}/`], { stdio: "ignore" });
  const exit = new Promise<void>((done) => child.once("close", () => done()));
  const timer = setTimeout(() => child.kill(), TIMEOUT);
  try {
    const result = await Promise.race([body, exit]);
    if (!result) throw new Error(`${command} ended, or was ended, before it sent a result`);
    const { returned, error } = JSON.parse(result) as { returned?: T; error?: string };
    if (returned === undefined) throw new Error(`${command}: ${error}`);
    return returned;
  } finally {
    clearTimeout(timer);
    child.kill();
    await exit;
    server.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

const PAGE = `<!doctype html><title>lanewise</title><script type="module">
const send = (result) => fetch("/", { method: "POST", body: JSON.stringify(result) });
const worker = new Worker("/worker.js", { type: "module" });
worker.onmessage = ({ data }) => send({ returned: data });
worker.onerror = ({ message }) => send({ error: message ?? "the worker cannot be loaded" });
</script>`;

function pageOf(
  url: string | undefined,
  { bundle, name }: Task,
  order: unknown,
): [type: string, text?: string | Buffer] {
  if (url === "/") return ["text/html", PAGE];
  if (url === "/bundle.js") return ["text/javascript", readFileSync(bundle)];
  if (url !== "/worker.js") return ["text/plain"];
  return ["text/javascript", `import { ${name} } from "/bundle.js"; postMessage(${name}(${JSON.stringify(order)}));`];
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk;
  return body;
}
