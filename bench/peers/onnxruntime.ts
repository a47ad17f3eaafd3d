import { installed, versionOf } from "./installed.js";
import { model } from "./onnx.js";
import { MODELS } from "./onnx-models.js";
import type { Operands, Peer, Prepared } from "./peer.js";

/** ONNX Runtime: on WebAssembly, and native in Node. It has no gradients. */

interface Tensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}
interface Session {
  run(feeds: { x: Tensor }, fetches?: { y: Tensor }): Promise<{ y: Tensor }>;
  release(): Promise<void>;
}
interface Ort {
  readonly InferenceSession: { create(model: Uint8Array, options: object): Promise<Session> };
  readonly Tensor: new (type: string, data: Float32Array, dims: readonly number[]) => Tensor;
  readonly env: { readonly wasm: { numThreads?: number } };
}

export async function onnxruntimeWeb(): Promise<Peer> {
  const ort = installed<Ort>("onnxruntime-web");
  ort.env.wasm.numThreads = 1;
  return {
    title: `ONNX Runtime Web wasm ${versionOf("onnxruntime-web")}`,
    prepare: async (operands) => {
      const session = await sessionOf(ort, operands, { executionProviders: ["wasm"] });
      if (!session) return undefined;
      const { x, shape } = operands;
      // The output cannot be preallocated: version 1.30 does not write to a given tensor.
      const run = async (tensor: Tensor) => (await session.run({ x: tensor })).y.data;
      const kept = new ort.Tensor("float32", x, shape);
      return prepared(
        session,
        () => run(new ort.Tensor("float32", x, shape)),
        () => run(kept),
      );
    },
  };
}

export async function onnxruntimeNode(): Promise<Peer> {
  const ort = installed<Ort>("onnxruntime-node");
  const options = {
    executionProviders: ["cpu"],
    executionMode: "sequential",
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  };
  return {
    title: `ONNX Runtime Node ${versionOf("onnxruntime-node")}`,
    prepare: async (operands) => {
      const session = await sessionOf(ort, operands, options);
      if (!session) return undefined;
      const { x, shape } = operands;
      const tensor = new ort.Tensor("float32", x, shape);
      const { dims, data } = (await session.run({ x: tensor })).y;
      // Filled with NaN, which only a result replaces.
      const y = new ort.Tensor("float32", new Float32Array(data.length).fill(Number.NaN), dims);
      return prepared(
        session,
        async () => (await session.run({ x: new ort.Tensor("float32", x, shape) })).y.data,
        async () => {
          await session.run({ x: tensor }, { y });
          return y.data;
        },
      );
    },
  };
}

async function sessionOf(
  { InferenceSession }: Ort,
  { name, shape, dy, alpha }: Operands,
  options: object,
): Promise<Session | undefined> {
  const nodes = dy ? undefined : MODELS[name];
  if (!nodes) return undefined;
  const bytes = model(nodes, { shape, ...(alpha && { constants: { alpha } }) });
  return InferenceSession.create(bytes, { graphOptimizationLevel: "all", ...options });
}

function prepared(
  session: Session,
  endToEnd: () => Promise<Float32Array>,
  resident: () => Promise<Float32Array>,
): Prepared {
  return { begin: () => {}, endToEnd, resident, residentResult: resident, dispose: () => session.release() };
}
