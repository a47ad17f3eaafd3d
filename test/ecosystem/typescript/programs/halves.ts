import { type FloatArray, gelu, leakyRelu, prelu, relu, sigmoid, softmax, softmaxCrossEntropy } from "lanewise";

/** Results of halves are halves, over an ArrayBuffer of their own or in the array that is given. */

const x = new Float16Array(4);
const shared = new Float16Array(new SharedArrayBuffer(8));

export const fresh: Float16Array<ArrayBuffer> = sigmoid(x);
export const gradient: Float16Array<ArrayBuffer> = gelu.grad(x, shared);
export const written: Float16Array<SharedArrayBuffer> = leakyRelu(x, { negativeSlope: 0.5, out: shared });
export const rows: Float16Array<ArrayBuffer> = softmax(x, { shape: [2, 2], axis: 0 });
export const losses: Float16Array<ArrayBuffer> = softmaxCrossEntropy(x, Int32Array.of(1));
export const many: Float16Array<ArrayBuffer>[] = relu.batch([x, x]);
export const both: Float16Array<ArrayBuffer> = relu.valueAndDerivative(x).derivative;
export const generic = <A extends FloatArray>(a: A) => relu.grad(a, a);
export const total: number = leakyRelu.gradNegativeSlope(x, x, { negativeSlope: 0.5 });

// @ts-expect-error all arrays of a call have one element type
relu.grad(x, new Float32Array(4));
// @ts-expect-error likewise
prelu(new Float32Array(4), x);
// @ts-expect-error a result of halves is no Float32Array
export const wrong: Float32Array = sigmoid(x);
