import { readNamed } from "../checks/options.js";
import { describe, message, wrongKind, wrongValue } from "../core/errors.js";
import { isArray } from "../core/lists.js";
import * as lanewise from "../index.js";
import { addActivations } from "./activations.js";
import { type Change, Changes } from "./changes.js";
import { addComparisonGradients } from "./comparisons.js";
import { Context } from "./context.js";
import { kernelName } from "./kernels.js";
import { addLayers } from "./layers.js";
import { addLosses } from "./losses.js";
import { Memories } from "./memories.js";
import { addOperations, type Operation } from "./operations.js";
import { addPrelu } from "./prelu.js";
import { type Replace, replaceGradients, replaceKernels } from "./replaced.js";
import { type Core, checkTensorFlow, OP } from "./tensorflow.js";

/** A registration, in the types of the adapter. */
export interface AnyRegistration {
  readonly ops: Readonly<Record<string, (...args: never) => object>>;
  readonly layers: object | undefined;
  readonly losses: object;
  readonly activation: unknown;
  readonly report: readonly Change[];
  unregister(): void;
}

interface Choices {
  readonly backends: readonly string[];
  readonly replace: Replace;
  readonly gradients: boolean;
  readonly activations: boolean;
}

const SUPPORTED = ["wasm", "cpu"];
const REPLACE: readonly Replace[] = ["faster", "all", "none"];

/** One at a time: two that are undone in the wrong order would leave kernels of the first one. */
let current: AnyRegistration | undefined;

export function registerWith(tf: unknown, options: unknown): AnyRegistration {
  const core = checkTensorFlow(tf);
  const choices = readChoices(core, options);
  if (current || core.getGradient(kernelName("identity"))) {
    const got = current ? "a second call" : "one by another copy of this package";
    throw new Error(message(OP, "tf", "no registration that is in force", got, "call unregister() of the first one"));
  }
  const changes = new Changes(core);
  const memories = new Memories();
  changes.atUndo(() => memories.leave());
  try {
    return (current = make(new Context(core, choices.backends, memories, changes), choices));
  } catch (error) {
    changes.undo();
    throw error;
  }
}

function make(context: Context, { replace, gradients, activations }: Choices): AnyRegistration {
  const { changes } = context;
  addComparisonGradients(context);
  const operations = addOperations(context);
  const prelu = addPrelu(context);
  if (replace !== "none") replaceKernels(context, replace);
  if (gradients) replaceGradients(context);
  const layers = addLayers(context, operations);
  const registration: AnyRegistration = {
    ops: { ...opsOf(context.tf, operations, layers?.activation), prelu },
    layers,
    losses: addLosses(context),
    activation: addActivations(context, operations, activations),
    report: changes.report,
    unregister() {
      if (current !== registration) return;
      current = undefined;
      changes.undo();
    },
  };
  return Object.freeze(registration);
}

/** The operations by all names of the functions, also on the symbolic tensors of a model that is being built. */
function opsOf(
  { SymbolicTensor }: Core,
  operations: ReadonlyMap<string, Operation>,
  layer: ((config: unknown) => { apply(x: object): object }) | undefined,
): Record<string, (x: unknown, options?: unknown) => object> {
  const ops: Record<string, (x: unknown, options?: unknown) => object> = {};
  for (const [alias, value] of Object.entries(lanewise)) {
    const name = "spec" in value ? value.spec.name : undefined;
    const operation = name === undefined ? undefined : operations.get(name);
    if (!operation) continue;
    ops[alias] = (x, options) => {
      if (!SymbolicTensor || !layer || !(x instanceof SymbolicTensor)) return operation(x, options);
      const config = typeof options === "number" ? { axis: options } : (options as object | undefined);
      return layer({ ...config, function: name }).apply(x);
    };
  }
  return ops;
}

function readChoices(tf: Core, options: unknown): Choices {
  const given = readNamed(OP, options, ["backends", "replace", "gradients", "activations"]);
  const replace = (given.replace ?? "faster") as Replace;
  if (!REPLACE.includes(replace)) {
    throw wrongValue(OP, "replace", REPLACE.map((name) => `"${name}"`).join(" or "), describe(replace));
  }
  return {
    backends: readBackends(tf, given.backends),
    replace,
    gradients: flag("gradients", given.gradients, replace !== "none"),
    activations: flag("activations", given.activations, true),
  };
}

function readBackends(tf: Core, backends: unknown): readonly string[] {
  const isThere = (name: string) => tf.findBackendFactory(name) != null;
  const remedy = 'import "@tensorflow/tfjs-backend-wasm" or "@tensorflow/tfjs-backend-cpu" before the call';
  if (backends === undefined) return SUPPORTED.filter(isThere);
  if (!isArray(backends) || backends.length === 0) throw wrongKind(OP, "backends", "a list of names", backends);
  for (const name of backends) {
    if (!SUPPORTED.includes(name as string)) {
      const others = "other backends need none: there, operations are composed of their own";
      throw wrongValue(OP, "backends", '"wasm" or "cpu"', describe(name), others);
    }
    if (!isThere(name as string)) throw wrongValue(OP, "backends", "backends that were imported", `"${name}"`, remedy);
  }
  return [...new Set(backends as string[])];
}

function flag(name: string, value: unknown, preset: boolean): boolean {
  if (value === undefined) return preset;
  if (typeof value !== "boolean") throw wrongKind(OP, name, "true or false", value);
  return value;
}
