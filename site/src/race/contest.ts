import { functionNamed, isKind } from "../../../catalogue/functions.js";
import { cases, runnable } from "../../../catalogue/timing/cases.js";
import { operands } from "../../../catalogue/timing/inputs.js";
import { type Candidates, measureAsync, type Settings } from "../../../catalogue/timing/measure.js";

/** The race itself: each function in turn, every way of computing it against the others. */

export const SIZES = { "64 Ki": 65_536, "1 Mi": 1_048_576 } as const;
export type Size = keyof typeof SIZES;

/** Nanoseconds per element. */
export interface Times {
  readonly workspace: number;
  readonly dropIn: number;
  readonly plain: number;
  readonly tensorflow?: number;
  readonly threads?: number;
}

export interface Order {
  readonly names: readonly string[];
  readonly size: Size;
  readonly gradients: boolean;
  readonly tensorflow: boolean;
  readonly threads: boolean;
}

export type Answer =
  | { readonly kind: "row"; readonly name: string; readonly times: Times }
  | { readonly kind: "word"; readonly text: string }
  | { readonly kind: "done" };

/** The functions of most networks, for a race that takes seconds. */
export const COMMON = [
  "relu",
  "leakyRelu",
  "sigmoid",
  "tanh",
  "silu",
  "gelu",
  "mish",
  "elu",
  "softplus",
  "hardSwish",
  "softmax",
];

export const ALL = runnable;

// A clock that a page shares with others ticks every 0.1 ms or every ms: samples must be longer.
const settings = (): Settings => ({
  rounds: 3,
  time: 12,
  warmup: 5,
  plainWarmup: 60,
  sample: globalThis.crossOriginIsolated ? 200_000 : 2_500_000,
});

export async function race(order: Order, answer: (answer: Answer) => void): Promise<void> {
  const n = SIZES[order.size];
  const all = operands("f32", n);
  const tensorflow = order.tensorflow ? await loaded(answer) : undefined;
  const pool = order.threads ? await pooled(answer) : undefined;
  for (const name of order.names) {
    const [value, gradient] = cases(name, all);
    const one = order.gradients ? gradient : value;
    if (!one) continue;
    const { copy: _, ...candidates } = one.candidates;
    const more: Candidates = {
      ...candidates,
      ...(!order.gradients && tensorflow?.candidate(name, all.outside.x.subarray(0, one.elements))),
      ...(!order.gradients && pool?.candidate(name, all.outside.x)),
    };
    const timings = await measureAsync(more, settings(), () => {});
    const times = Object.entries(timings).map(([way, { ns }]) => [way, Number((ns / one.elements).toPrecision(4))]);
    tensorflow?.free();
    answer({ kind: "row", name, times: Object.fromEntries(times) });
    // Lets a page that has no worker draw, and messages arrive.
    await new Promise((done) => setTimeout(done, 0));
  }
  await pool?.close();
  all[Symbol.dispose]();
  answer({ kind: "done" });
}

async function loaded(answer: (answer: Answer) => void) {
  try {
    const { tensorflow } = await import("./tensorflow.js");
    return await tensorflow();
  } catch (error) {
    answer({ kind: "word", text: `TensorFlow.js does not load here (${error}). The race goes on without it.` });
    return undefined;
  }
}

async function pooled(answer: (answer: Answer) => void) {
  try {
    const { createPool } = await import("lanewise/pool");
    const pool = await createPool({ threshold: 0 });
    const ws = pool.workspace({ bytes: 2 ** 24 });
    let x: Float32Array | undefined;
    let out: Float32Array;
    return {
      candidate(name: string, values: ArrayLike<number>): Candidates {
        const f = functionNamed(name);
        if (!isKind(f, "elementwise")) return {};
        if (!x) {
          x = ws.float32(Float32Array.from(values));
          out = ws.float32(values.length);
        }
        const given = x;
        const options = Object.values(f.spec.parameters).some((p) => (p as { default?: number }).default === undefined);
        return options ? {} : { threads: () => pool.run(f, given, { out }) };
      },
      close: () => pool.close(),
    };
  } catch (error) {
    answer({ kind: "word", text: `Threads do not start here (${error}). The race goes on without them.` });
    return undefined;
  }
}
