/** The cause that a worker could not start, as users know it, and what they can do about it. */
export interface StartFailure {
  readonly got: string;
  readonly remedy: string;
}

const OWN_WORKER = "pass { worker: () => new Worker(url) }";

const CAUSES: readonly { readonly matches: RegExp; readonly remedy: string }[] = [
  {
    // Node's permission model. The message alone does not say which permission is missing.
    matches: /ERR_ACCESS_DENIED.*FileSystem/,
    remedy: "allow Node to read the folder of lanewise with --allow-fs-read",
  },
  { matches: /ERR_ACCESS_DENIED/, remedy: "allow Node to start workers with --allow-worker" },
  {
    // `ulimit -u`, the limit of processes of a container, or no memory for one more stack.
    matches: /ERR_WORKER_INIT_FAILED|ERR_WORKER_OUT_OF_MEMORY|EAGAIN/,
    remedy: "ask for fewer threads, or raise the limit of processes (ulimit -u, pids.max) or of memory",
  },
  {
    matches: /Trusted ?(Types|ScriptURL)/i,
    remedy: `${OWN_WORKER} with a TrustedScriptURL of pool-worker.js`,
  },
  {
    matches: /Content.Security.Policy|\bCSP\b|worker-src/i,
    remedy: "allow the script in the page's Content-Security-Policy: worker-src 'self'",
  },
  {
    matches: /SecurityError/,
    remedy: `serve pool-worker.js from the page's own origin, or ${OWN_WORKER}`,
  },
  {
    matches: /Invalid URL|ERR_INVALID_URL|SyntaxError|ERR_WORKER_PATH/,
    remedy: `${OWN_WORKER} with the address of pool-worker.js: this bundle does not know its own`,
  },
  {
    matches: /ERR_MODULE_NOT_FOUND|ENOENT|Cannot find module|ModuleNotFound/,
    remedy: `keep pool-worker.js in the folder of the bundle, or ${OWN_WORKER}`,
  },
  {
    matches: /not ready after/,
    remedy: "the worker must run pool-worker.js of this version of lanewise; is the machine overloaded?",
  },
  { matches: /without getBuiltinModule/, remedy: "use Node 20.19 or later" },
  { matches: /no workers/, remedy: "call the functions directly in this environment" },
];

/** Browsers do not say why a script was not loaded. */
function unknownRemedy(): string {
  // In development Vite, up to 7, moves pool.js to a folder of its own. Bundles of CommonJS have no address.
  if (String(import.meta.url).includes("/.vite/")) {
    return 'keep pool.js next to pool-worker.js: add optimizeDeps: { exclude: ["lanewise"] } to Vite\'s configuration';
  }
  return (
    "serve pool-worker.js next to pool.js, from the page's own origin, allowed by worker-src of its " +
    "Content-Security-Policy and, on an isolated page, with Cross-Origin-Embedder-Policy: require-corp"
  );
}

export function explainStart(cause: unknown): StartFailure {
  if (!(cause instanceof Error)) return { got: String(cause), remedy: unknownRemedy() };
  const { name, message, code, permission } = cause as Error & { code?: unknown; permission?: unknown };
  const text = [code, permission, name, message].filter((part) => typeof part === "string").join(" ");
  const known = CAUSES.find(({ matches }) => matches.test(text));
  return { got: name === "Error" ? message : `${name}: ${message}`, remedy: known?.remedy ?? unknownRemedy() };
}
