import type { Changes } from "./changes.js";
import { compositionsOf, type Given, slopesOf } from "./compositions.js";
import { type ArrayFunction, parametersOf } from "./functions.js";
import type { KernelFunction } from "./kernels.js";
import type { Memories } from "./memories.js";
import type { Attributes, Core, Engine, Tensor } from "./tensorflow.js";

type Inputs = Readonly<Record<string, Tensor>>;

/** A registration while it is made, and what its operations need afterwards. */
export class Context {
  readonly tf: Core;
  readonly engine: Engine;
  readonly backends: readonly string[];
  readonly memories: Memories;
  readonly changes: Changes;
  readonly #values: ReturnType<typeof compositionsOf>;
  readonly #slopes: ReturnType<typeof slopesOf>;

  constructor(tf: Core, backends: readonly string[], memories: Memories, changes: Changes) {
    this.tf = tf;
    this.engine = tf.engine();
    this.backends = backends;
    this.memories = memories;
    this.changes = changes;
    this.#values = compositionsOf(tf);
    this.#slopes = slopesOf(tf);
  }

  add(kernels: Readonly<Record<string, KernelFunction>>): void {
    for (const backend of this.backends) {
      for (const [name, run] of Object.entries(kernels)) this.changes.kernel(name, backend, run);
    }
  }

  /** Runs our kernel, or composes the same of operations of TensorFlow.js where the backend has none. */
  run(kernel: string, inputs: Inputs, attrs: Attributes, composed: () => Tensor): Tensor {
    return this.#has(kernel) ? this.engine.runKernel(kernel, inputs, attrs) : this.tf.tidy(composed);
  }

  /** True if a gradient may be computed by a kernel: the backend has it, and no tape is on that needs its operations. */
  hasGradient(kernel: string): boolean {
    return this.#has(kernel) && this.engine.state.gradientDepth === 0;
  }

  /** Runs the kernel of a gradient, or composes the same, so that the gradient can be differentiated itself. */
  backward(kernel: string, inputs: Inputs, attrs: Attributes, composed: () => Tensor): Tensor {
    return this.hasGradient(kernel) ? this.engine.runKernel(kernel, inputs, attrs) : composed();
  }

  /** f(x) as a composition. */
  composition(f: ArrayFunction, attrs: Attributes): (x: Tensor) => Tensor {
    return (x) => this.#values[f.spec.name]!(x, parametersOf(f, attrs) as unknown as Given);
  }

  /** dy·f′(x) as a composition. */
  slope(f: ArrayFunction, attrs: Attributes, x: Tensor, dy: Tensor): Tensor {
    const slope = this.#slopes[f.spec.name];
    if (slope) return this.tf.mul(dy, slope(x, parametersOf(f, attrs) as unknown as Given));
    return this.differentiated(this.composition(f, attrs), [x], dy)[0]!;
  }

  /** The gradients of a composition. TensorFlow.js forgets the tape that it goes back on when another one ends: keep it. */
  differentiated(f: (...x: Tensor[]) => Tensor, x: readonly Tensor[], dy: Tensor): Tensor[] {
    const { state } = this.engine;
    const tape = state.activeTape;
    try {
      return this.tf.grads(f)(x, dy);
    } finally {
      state.activeTape = tape;
    }
  }

  #has(kernel: string): boolean {
    return this.tf.getKernel(kernel, this.engine.backendName) !== undefined;
  }
}
