import { sigmoid } from "lanewise";

/** From TypeScript 5.7 on, typed arrays name their buffers. */

declare const x: Float32Array;
declare const shared: Float32Array<SharedArrayBuffer>;

export const y: Float32Array<ArrayBuffer> = sigmoid(shared);
// @ts-expect-error: a result is not in shared memory
export const z: Float32Array<SharedArrayBuffer> = sigmoid(x);
export const written: Float32Array<SharedArrayBuffer> = sigmoid(x, { out: shared });
