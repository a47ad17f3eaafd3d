import { elsewhere } from "../../support/realm.js";

/** Options in all forms that are as good as a plain record, and what is no options object. */

type Options = Readonly<Record<string, unknown>>;
export type Form = (record: Options) => unknown;

function accessorsOf(record: Options, target: object, enumerable: boolean): object {
  for (const [name, value] of Object.entries(record)) {
    Object.defineProperty(target, name, { get: () => value, enumerable, configurable: true });
  }
  return target;
}

export const FORMS: Readonly<Record<string, Form>> = {
  "accessors of a class": (record) => {
    class Settings {}
    accessorsOf(record, Settings.prototype, false);
    return new Settings();
  },
  "a subclass of one": (record) => {
    class Settings {}
    accessorsOf(record, Settings.prototype, false);
    return new (class extends Settings {
      other(): void {}
    })();
  },
  "own accessors": (record) => accessorsOf(record, {}, true),
  "own accessors that cannot be enumerated": (record) => accessorsOf(record, {}, false),
  inherited: (record) => Object.create(record),
  "inherited from far": (record) => Object.create(Object.create(Object.create(record))),
  "inherited, with names of others": (record) => Object.create({ ...record, another: 1 }),
  "values that cannot be enumerated": (record) =>
    Object.defineProperties({}, Object.fromEntries(Object.entries(record).map(([name, value]) => [name, { value }]))),
  "no prototype": (record) => Object.assign(Object.create(null), record),
  frozen: (record) => Object.freeze({ ...record }),
  "another realm": (record) => Object.assign(elsewhere<object>("({})"), record),
  "accessors of another realm": (record) => accessorsOf(record, elsewhere<object>("({})"), false),
  "a proxy": (record) => new Proxy({ ...record }, {}),
  "a proxy that knows all names": (record) =>
    new Proxy({}, { get: (_, name) => record[name as string], ownKeys: () => [], has: () => true }),
  "a name of symbols": (record) => ({ ...record, [Symbol("note")]: 1 }),
  "accessors that answer once": (record) => {
    const left = new Map(Object.entries(record));
    const once = (name: string) => {
      if (!left.has(name)) throw new Error(`${name} is read twice`);
      const value = left.get(name);
      left.delete(name);
      return value;
    };
    const names = Object.keys(record).map((name) => [name, { get: () => once(name), enumerable: true }]);
    return Object.defineProperties({}, Object.fromEntries(names));
  },
};

/** Additions to Object.prototype, by names that are options and by others, while an action runs. */
export async function polluted<T>(names: readonly string[], value: unknown, action: () => Promise<T>): Promise<T> {
  const root = Object.prototype as unknown as Record<string, unknown>;
  for (const name of names) root[name] = value;
  try {
    return await action();
  } finally {
    for (const name of names) delete root[name];
  }
}

export const NO_OPTIONS: Readonly<Record<string, Form>> = {
  "a Map": (record) => new Map(Object.entries(record)),
  "a Set": () => new Set(),
  "an Array": (record) => [record],
  "a typed array": () => new Float32Array(24),
  "a DataView": () => new DataView(new ArrayBuffer(8)),
  "a Date": () => new Date(0),
  "a Promise": (record) => Promise.resolve(record),
  "a function": (record) => Object.assign(() => 0, record),
  "an Error": () => new Error("no"),
  "a number": () => 3,
  "a boxed number": () => new Number(3),
  "a text": () => "out",
  "a symbol": () => Symbol("options"),
  "a big integer": () => 3n,
  "a boolean": () => true,
  null: () => null,
  "a Map of another realm": () => elsewhere("new Map()"),
  "a revoked proxy": () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
};

type Shape = readonly number[];

/** Shapes in all forms that are as good as a plain array. */
export const SHAPES: Readonly<Record<string, (shape: Shape) => unknown>> = {
  "an Int32Array": (shape) => Int32Array.from(shape),
  "a Float64Array": (shape) => Float64Array.from(shape),
  "a proxy": (shape) => new Proxy([...shape], {}),
  "a proxy whose elements are proxies' business": (shape) =>
    new Proxy([], { get: (_, name) => (name === "length" ? shape.length : shape[Number(name)]) }),
  "a subclass of Array": (shape) => Object.assign(new (class extends Array<number> {})(), shape),
  "another realm": (shape) => elsewhere("Array.from(shape)", { shape }),
  frozen: (shape) => Object.freeze([...shape]),
  "a typed array that lies": (shape) =>
    Object.defineProperty(Int32Array.from(shape), "length", { value: shape.length - 1 }),
};

const THROWS = {
  valueOf() {
    throw new Error("valueOf has been called");
  },
};

function nested(depth: number): unknown {
  let value: unknown = [24];
  for (let i = 0; i < depth; i++) value = [value];
  return value;
}

function revoked(): unknown {
  const { proxy, revoke } = Proxy.revocable([24], {});
  revoke();
  return proxy;
}

const claiming = (length: unknown) => new Proxy([24], { get: (_, name) => (name === "length" ? length : 24) });

export const NO_SHAPES: Readonly<Record<string, unknown>> = {
  "a symbol in it": [Symbol("size")],
  "an object without prototype in it": [Object.create(null)],
  "an object that refuses to be a number in it": [THROWS],
  "big integers": [24n],
  "an array of big integers": BigInt64Array.of(24n),
  "a hole": new Array(1),
  nested: nested(1),
  "nested deeply": nested(20_000),
  text: ["24"],
  "a number": 24,
  "an object like an array": { length: 1, 0: 24 },
  "a revoked proxy": revoked(),
  "a proxy of many sizes": claiming(2 ** 31),
  "a proxy of endless sizes": claiming(Number.POSITIVE_INFINITY),
  "a proxy of a symbol of sizes": claiming(Symbol("length")),
  "a proxy of less than no sizes": claiming(-1),
  "a proxy of big integers of sizes": claiming(1n),
  "many sizes": new Array(2 ** 20).fill(1),
  "sizes of which the product overflows": new Array(1024).fill(Number.MAX_SAFE_INTEGER),
};
