import { numpy } from "./numpy.js";
import { onnxruntimeNode, onnxruntimeWeb } from "./onnxruntime.js";
import type { Peer } from "./peer.js";
import { tensorflow } from "./tensorflow.js";

/**
 * All libraries, by the names that the command line knows them by, in the order in which a process may load
 * them: of the two parts of ONNX Runtime the first one takes the provider "cpu" for itself (1.30), and the
 * second would find the other there.
 */
export const PEERS = {
  "tfjs-wasm": () => tensorflow("wasm"),
  "tfjs-cpu": () => tensorflow("cpu"),
  "ort-node": onnxruntimeNode,
  "ort-web": onnxruntimeWeb,
  "numpy-ts": numpy,
} satisfies Readonly<Record<string, () => Promise<Peer>>>;

export type PeerName = keyof typeof PEERS;
export const peerNames = Object.keys(PEERS) as PeerName[];
