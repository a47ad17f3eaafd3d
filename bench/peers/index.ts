import { jax } from "./jax.js";
import { numpy } from "./numpy.js";
import { onnxruntimeNode, onnxruntimeWeb } from "./onnxruntime.js";
import type { Peer } from "./peer.js";
import { tensorflow } from "./tensorflow.js";
import { xnnpack } from "./xnnpack.js";

/**
 * All libraries, by their names on the command line, in the order in which a process must load them: the
 * package of ONNX Runtime that loads first (1.30) claims the provider "cpu", and the other would then use it.
 */
export const PEERS = {
  "tfjs-wasm": () => tensorflow("wasm"),
  "tfjs-cpu": () => tensorflow("cpu"),
  "ort-node": onnxruntimeNode,
  "ort-web": onnxruntimeWeb,
  "numpy-ts": numpy,
  "jax-js": jax,
  xnnpack,
} satisfies Readonly<Record<string, () => Promise<Peer>>>;

export type PeerName = keyof typeof PEERS;
export const peerNames = Object.keys(PEERS) as PeerName[];
