import { gelu, type Workspace } from "lanewise";
import type { Random } from "../random.js";
import type { Drawn, Options } from "./draw.js";
import type { FloatArray } from "./subjects.js";

/** Valid calls in odd clothes: each has to give the plain call's result, or to be refused. */

export interface Disguised {
  readonly operands: readonly unknown[];
  readonly options: unknown;
}

type Disguise = (drawn: Drawn, random: Random, ws: Workspace) => Disguised;

const bare = ({ operands, options }: Drawn): Disguised => ({ operands, options });

/** An array of a subclass whose every member lies. */
function lying(array: FloatArray): FloatArray {
  const Base = array.constructor as typeof Float32Array;
  class Liar extends Base {
    static get [Symbol.species](): typeof Float32Array {
      throw new Error("species was asked");
    }
    override get length(): number {
      return 1_000_000;
    }
    override get byteOffset(): number {
      return 8;
    }
    override get byteLength(): number {
      return 1e9;
    }
    override subarray(): never {
      throw new Error("subarray was called");
    }
    override slice(): never {
      throw new Error("slice was called");
    }
    override set(): never {
      throw new Error("set was called");
    }
    override fill(): never {
      throw new Error("fill was called");
    }
  }
  return new Liar(array.buffer as ArrayBuffer, array.byteOffset, array.length);
}

const mapOperands = (drawn: Drawn, f: (array: FloatArray) => unknown): Disguised => ({
  operands: drawn.operands.map((array) => (array instanceof Int32Array ? array : f(array))),
  options: drawn.options,
});

const withGetters = (options: Options, onRead: (name: string) => void): object => {
  const object = {};
  for (const name of Object.keys(options)) {
    const get = () => {
      onRead(name);
      return options[name];
    };
    Object.defineProperty(object, name, { get, enumerable: true });
  }
  return object;
};

export const disguises: Readonly<Record<string, Disguise>> = {
  "subclasses whose members lie": (drawn) => mapOperands(drawn, lying),
  "own properties that lie": (drawn) =>
    mapOperands(drawn, (array) => {
      const own = array.slice();
      return Object.defineProperties(own, {
        length: { value: 3 },
        byteOffset: { value: 0 },
        buffer: { value: new ArrayBuffer(8) },
        constructor: { value: Map },
      });
    }),
  "arrays without a prototype": (drawn) =>
    mapOperands(drawn, (array) => Object.setPrototypeOf(array.slice(), null) as unknown),
  "arrays in memory that can grow": (drawn) =>
    mapOperands(drawn, (array) => {
      // TypeScript's library of ES2022 has no resizable buffers.
      const Resizable = ArrayBuffer as new (bytes: number, options: { maxByteLength: number }) => ArrayBuffer;
      const buffer = new Resizable(array.byteLength, { maxByteLength: array.byteLength + 64 });
      const copy = new (array.constructor as typeof Float32Array)(buffer);
      copy.set(array);
      return copy;
    }),
  "arrays in shared memory": (drawn) =>
    mapOperands(drawn, (array) => {
      const copy = new (array.constructor as typeof Float32Array)(new SharedArrayBuffer(array.byteLength));
      copy.set(array);
      return copy;
    }),
  "some arrays in a Workspace": (drawn, random, ws) =>
    mapOperands(drawn, (array) => {
      if (random.chance(0.5)) return array;
      return drawn.type === "f32" ? ws.float32(array) : ws.float64(array);
    }),
  "inherited options": (drawn) => ({ ...bare(drawn), options: Object.create(drawn.options) as unknown }),
  "options without a prototype": (drawn) => ({
    ...bare(drawn),
    options: Object.assign(Object.create(null) as object, drawn.options),
  }),
  "options of a class": (drawn) => {
    class Own {}
    return { ...bare(drawn), options: Object.assign(new Own(), drawn.options) };
  },
  "a proxy of the options": (drawn) => ({ ...bare(drawn), options: new Proxy({ ...drawn.options }, {}) }),
  "getters that call the package": (drawn) => {
    const options = withGetters(drawn.options, () => void gelu(new Float32Array(100).fill(3)));
    return { ...bare(drawn), options };
  },
  "getters that detach the operands": (drawn) => {
    const operands = drawn.operands.map((array) => array.slice());
    const options = withGetters(drawn.options, () => {
      for (const { buffer } of operands) structuredClone(buffer, { transfer: [buffer as ArrayBuffer] });
    });
    return { operands, options };
  },
  "getters that change the shape": (drawn) => {
    const { shape } = drawn.options as { shape?: number[] };
    const changing = shape && [...shape];
    const options = withGetters({ ...drawn.options, ...(changing && { shape: changing }) }, (name) => {
      if (name !== "shape" && changing) changing[0] = 1_000_000;
    });
    return { ...bare(drawn), options };
  },
  "a shape of a proxy": (drawn) => {
    const { shape } = drawn.options as { shape?: number[] };
    return { ...bare(drawn), options: { ...drawn.options, ...(shape && { shape: new Proxy(shape, {}) }) } };
  },
};
