import { message } from "../core/errors.js";
import type { Changes } from "./changes.js";
import { compositionOf, slopeOf } from "./compositions.js";
import { type ArrayFunction, parametersOf } from "./functions.js";
import type { KernelFunction } from "./kernels.js";
import type { Memories } from "./memories.js";
import { type Attributes, type Core, type Engine, isDifferentiated, type Tensor } from "./tensorflow.js";

type Inputs = Readonly<Record<string, Tensor>>;

/** A registration while it is made, and what its operations need afterwards. */
export class Context {
  readonly tf: Core;
  readonly engine: Engine;
  readonly backends: readonly string[];
  readonly memories: Memories;
  readonly changes: Changes;

  constructor(tf: Core, backends: readonly string[], memories: Memories, changes: Changes) {
    this.tf = tf;
    this.engine = tf.engine();
    this.backends = backends;
    this.memories = memories;
    this.changes = changes;
  }

  add(kernels: Readonly<Record<string, KernelFunction>>): void {
    for (const backend of this.backends) {
      for (const [name, run] of Object.entries(kernels)) this.changes.kernel(name, backend, run);
    }
  }

  /** True if the backend in use has our kernel. */
  has(kernel: string): boolean {
    return this.tf.getKernel(kernel, this.engine.backendName) !== undefined;
  }

  /** Runs our kernel, or composes the same of operations of TensorFlow.js where the backend has none. */
  run(op: string, kernel: string, inputs: Inputs, attrs: Attributes, composed: (() => Tensor) | undefined): Tensor {
    if (this.has(kernel)) return this.engine.runKernel(kernel, inputs, attrs);
    if (composed) return this.tf.tidy(composed);
    const expected = this.backends.map((name) => `"${name}"`).join(" or ");
    const remedy = `it has no composition for others: await tf.setBackend("${this.backends[0]}")`;
    throw new Error(message(op, "backend", expected, `"${this.engine.backendName}"`, remedy));
  }

  /** Runs the kernel of a gradient, or differentiates the composition: so a gradient can be differentiated itself. */
  backward(kernel: string, inputs: Inputs, attrs: Attributes, composed: (() => Tensor) | undefined): Tensor {
    const plain = this.has(kernel) && !isDifferentiated(this.engine);
    return plain || !composed ? this.engine.runKernel(kernel, inputs, attrs) : composed();
  }

  /** f(x) as a composition, if it has one. */
  composition(f: ArrayFunction, attrs: Attributes): ((x: Tensor) => Tensor) | undefined {
    const composition = compositionOf(this.tf, f.spec.name);
    return composition && ((x) => composition(x, parametersOf(f, attrs)));
  }

  /** dy·f′(x) as a composition, if it has one. */
  slope(f: ArrayFunction, attrs: Attributes): ((x: Tensor, dy: Tensor) => Tensor) | undefined {
    const slope = slopeOf(this.tf, f.spec.name);
    return slope && ((x, dy) => slope(x, dy, parametersOf(f, attrs)));
  }
}
