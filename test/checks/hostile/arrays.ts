import type { Numbers } from "../../../bindings/core/types.js";
import { elsewhere } from "../../support/realm.js";

/** Arrays that are not plain, with the elements of a plain one; and what only looks like such an array. */

const Foreign = elsewhere<Pick<typeof globalThis, "Float32Array" | "Float64Array" | "Int32Array" | "ArrayBuffer">>(
  "({ Float32Array, Float64Array, Int32Array, ArrayBuffer })",
);

export type Make = (array: Numbers) => unknown;

type Class = new (source: number | ArrayBufferLike, byteOffset?: number, length?: number) => Numbers;
const classOf = (array: Numbers) => array.constructor as Class & { readonly name: string };

const MEMBERS = ["length", "byteOffset", "byteLength", "buffer", "BYTES_PER_ELEMENT", "constructor"];
const METHODS = [
  "subarray",
  "set",
  "slice",
  "fill",
  "map",
  "at",
  "keys",
  "values",
  Symbol.iterator,
  Symbol.toStringTag,
];

function filled(target: Numbers, source: Numbers): Numbers {
  Float32Array.prototype.set.call(target, source);
  return target;
}

function copyOf(array: Numbers): Numbers {
  return filled(new (classOf(array))(array.length), array);
}

function owning(array: Numbers, properties: PropertyDescriptorMap): Numbers {
  return Object.defineProperties(copyOf(array), properties);
}

function over(array: Numbers, buffer: ArrayBufferLike, length?: number): Numbers {
  return filled(new (classOf(array))(buffer, 0, length), array);
}

type Resizable = ArrayBuffer & { resize(bytes: number): void };

function resizable(bytes: number, maxByteLength = 2 * bytes): Resizable {
  return new (ArrayBuffer as unknown as new (n: number, o: object) => Resizable)(bytes, { maxByteLength });
}

function growable(bytes: number): SharedArrayBuffer {
  const Growable = SharedArrayBuffer as unknown as new (n: number, o: object) => SharedArrayBuffer;
  return new Growable(bytes, { maxByteLength: 2 * bytes });
}

export const EXOTIC: Readonly<Record<string, Make>> = {
  "a subclass with another constructor": (array) => {
    class Matrix extends (classOf(array) as typeof Float32Array) {
      constructor(rows: number, columns: number) {
        super(rows * columns);
      }
    }
    return filled(new Matrix(1, array.length), array);
  },
  "a subclass of which no other array can be made": (array) => {
    let made = false;
    class Single extends (classOf(array) as typeof Float32Array) {
      constructor(length: number) {
        if (made) throw new Error("there is one already");
        made = true;
        super(length);
      }
    }
    return filled(new Single(array.length), array);
  },
  "a subclass whose species is another class": (array) => {
    class Other extends (classOf(array) as typeof Float32Array) {
      static get [Symbol.species](): never {
        return Int8Array as never;
      }
    }
    return filled(new Other(array.length), array);
  },
  "own properties that lie": (array) =>
    owning(array, {
      length: { value: 1 },
      byteOffset: { value: 4 },
      byteLength: { value: 2 },
      buffer: { value: new ArrayBuffer(8) },
      BYTES_PER_ELEMENT: { value: 1 },
      constructor: { value: Int8Array },
      subarray: { value: () => new Float32Array(1) },
      slice: { value: () => new Float32Array(1) },
      set: { value: () => {} },
      [Symbol.toStringTag]: { value: "Int8Array" },
    }),
  "own accessors that throw": (array) => {
    const get = () => {
      throw new Error("an own accessor has been read");
    };
    return owning(array, Object.fromEntries([...MEMBERS, ...METHODS].map((name) => [name, { get }])));
  },
  "no prototype": (array) => Object.setPrototypeOf(copyOf(array), null),
  "the prototype of an Array": (array) => Object.setPrototypeOf(copyOf(array), Array.prototype),
  "the prototype of another class": (array) => Object.setPrototypeOf(copyOf(array), Uint8Array.prototype),
  "another realm": (array) => Foreign[classOf(array).name as "Float32Array"].from(array),
  "a buffer of another realm": (array) => over(array, new Foreign.ArrayBuffer(array.byteLength)),
  "shared memory": (array) => over(array, new SharedArrayBuffer(array.byteLength)),
  "growable shared memory": (array) => over(array, growable(array.byteLength)),
  "a resizable buffer": (array) => over(array, resizable(array.byteLength), array.length),
  "the length of its resizable buffer": (array) => over(array, resizable(array.byteLength)),
  "the length of its buffer, grown": (array) => {
    const buffer = resizable(8, array.byteLength + 8);
    const view = new (classOf(array))(buffer);
    buffer.resize(array.byteLength);
    return filled(view, array);
  },
  "the middle of a buffer": (array) =>
    filled(new (classOf(array))(new ArrayBuffer(array.byteLength + 64), 24, array.length), array),
  "no room for properties": (array) => Object.preventExtensions(copyOf(array)),
};

export const IMPOSTORS: Readonly<Record<string, Make>> = {
  "a proxy": (array) => new Proxy(copyOf(array), {}),
  "a revoked proxy": (array) => {
    const { proxy, revoke } = Proxy.revocable(copyOf(array), {});
    revoke();
    return proxy;
  },
  "a revoked proxy of a list": () => {
    const { proxy, revoke } = Proxy.revocable([1], {});
    revoke();
    return proxy;
  },
  "a proxy of a list that has no length": () =>
    new Proxy([1], { get: (_, name) => (name === "length" ? Symbol("length") : 1) }),
  "an object that inherits from an array": (array) => Object.create(copyOf(array)),
  "an object with its prototype": (array) => Object.create(classOf(array).prototype as object),
  "an object with its tag": (array) => ({ [Symbol.toStringTag]: classOf(array).name, length: array.length }),
  "an object whose tag throws": () => ({
    get [Symbol.toStringTag]() {
      throw new Error("no tag");
    },
  }),
  "a detached buffer": (array) => {
    const copy = copyOf(array);
    structuredClone(copy.buffer, { transfer: [copy.buffer as ArrayBuffer] });
    return copy;
  },
  "a buffer that has shrunk": (array) => {
    const buffer = resizable(array.byteLength);
    const view = over(array, buffer, array.length);
    buffer.resize(array.byteLength / 2);
    return view;
  },
  "a start that its buffer no longer has": (array) => {
    const buffer = resizable(array.byteLength + 8);
    const view = new (classOf(array))(buffer, 8);
    buffer.resize(0);
    return view;
  },
  "big integers": (array) => new BigInt64Array(array.length),
  "a DataView": (array) => new DataView(copyOf(array).buffer),
  "a symbol": () => Symbol("array"),
  "a list": (array) => Array.from(array),
  "a list without prototype": () => Object.setPrototypeOf([1], null),
};
