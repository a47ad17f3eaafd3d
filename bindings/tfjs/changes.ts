import type { Core, GradientConfig, KernelCall, KernelConfig, NamedClass, TensorInfo } from "./tensorflow.js";

/** A line of the report: what was added, replaced or left as it was. */
export interface Change {
  readonly kind: "kernel" | "gradient" | "activation" | "layer";
  readonly name: string;
  /** The backend of a kernel. */
  readonly backend?: string;
  readonly change: "added" | "replaced" | "kept";
  /** The reason why something was kept. */
  readonly reason?: string;
}

/** A kernel, which is given what was there before it. */
export type Kernel = (call: KernelCall, before: KernelConfig["kernelFunc"] | undefined) => TensorInfo;

/** All that is changed in TensorFlow.js, so that it can be undone. */
export class Changes {
  readonly report: Change[] = [];
  readonly #tf: Core;
  readonly #steps: (() => void)[] = [];

  constructor(tf: Core) {
    this.#tf = tf;
  }

  kernel(name: string, backend: string, run: Kernel): void {
    const tf = this.#tf;
    const before = tf.getKernel(name, backend);
    // TensorFlow.js warns of a kernel that is registered twice.
    if (before) tf.unregisterKernel(name, backend);
    tf.registerKernel({
      kernelName: name,
      backendName: backend,
      kernelFunc: (call) => run(call, before?.kernelFunc),
      setupFunc: before?.setupFunc,
      disposeFunc: before?.disposeFunc,
    });
    this.#steps.push(() => {
      if (tf.getKernel(name, backend)) tf.unregisterKernel(name, backend);
      if (before) tf.registerKernel(before);
    });
    this.report.push({ kind: "kernel", name, backend, change: before ? "replaced" : "added" });
  }

  gradient(name: string, inputsToSave: readonly string[], gradFunc: GradientConfig["gradFunc"]): void {
    const tf = this.#tf;
    const before = tf.getGradient(name);
    if (before) tf.unregisterGradient(name);
    tf.registerGradient({ kernelName: name, inputsToSave, gradFunc });
    this.#steps.push(() => {
      if (tf.getGradient(name)) tf.unregisterGradient(name);
      if (before) tf.registerGradient(before);
    });
    this.report.push({ kind: "gradient", name, change: before ? "replaced" : "added" });
  }

  /** A class that models find by its name. */
  named(kind: "activation" | "layer", cls: NamedClass): void {
    const { SerializationMap } = this.#tf.serialization;
    const map = SerializationMap.getMap().classNameMap;
    const name = cls.className;
    const before = map[name];
    SerializationMap.register(cls);
    this.#steps.push(() => {
      if (before) map[name] = before;
      else delete map[name];
    });
    this.report.push({ kind, name, change: before ? "replaced" : "added" });
  }

  kept(name: string, backend: string, reason: string): void {
    this.report.push({ kind: "kernel", name, backend, change: "kept", reason });
  }

  /** A step of `undo` for what is no registration. */
  atUndo(step: () => void): void {
    this.#steps.push(step);
  }

  /** Puts back what was there, the last change first. */
  undo(): void {
    for (const step of this.#steps.splice(0).reverse()) step();
  }
}
