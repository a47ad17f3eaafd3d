import { spawn } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

export interface Running {
  readonly address: string;
  stop(): Promise<unknown>;
}

const TIMEOUT = 60_000;
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/** The headers of a page that may share memory with its workers. */
const ISOLATED = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-resource-policy": "cross-origin",
};

export interface Serving {
  readonly isolated?: boolean;
  /** More headers for files whose path matches. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Serves a folder. */
export async function serve(folder: string, { isolated = true, headers = {} }: Serving = {}): Promise<Running> {
  const server = createServer(({ url }, response) => {
    const path = new URL(url!, "http://localhost").pathname;
    const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
    if (!existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    const open = { "access-control-allow-origin": "*" };
    response.writeHead(200, { "content-type": type, ...open, ...(isolated && ISOLATED), ...headers });
    response.end(readFileSync(file));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stop: () => new Promise((done) => server.close(done)),
  };
}

/** Starts a program that prints the address it serves. */
export function start(folder: string, [command, ...args]: readonly string[]): Promise<Running> {
  const child = spawn(join(folder, "node_modules/.bin", command!), args, {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, since such programs start others.
    detached: true,
    env: { ...process.env, NO_COLOR: "1", NEXT_TELEMETRY_DISABLED: "1" },
  });
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  const stop = () => {
    if (child.exitCode === null) process.kill(-child.pid!);
    return ended;
  };
  return new Promise((done, fail) => {
    let output = "";
    const timer = setTimeout(() => {
      void stop();
      fail(new Error(`${command}: no address in ${output}`));
    }, TIMEOUT);
    const read = (text: string) => {
      output += text;
      const [address] = /http:\/\/(?:localhost|127\.0\.0\.1):\d+\/?/.exec(output) ?? [];
      if (!address) return;
      clearTimeout(timer);
      done({ address, stop });
    };
    child.stdout.setEncoding("utf8").on("data", read);
    child.stderr.setEncoding("utf8").on("data", read);
    child.once("close", (code) => {
      clearTimeout(timer);
      fail(new Error(`${command}: ${code}\n${output}`));
    });
  });
}
