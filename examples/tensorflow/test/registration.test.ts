import { register } from "lanewise/tfjs";
import { describe, expect, test } from "vitest";
import { BACKENDS, firstDifference, registered, registryState, sample, tf } from "./support/setup.js";

describe.each(BACKENDS)("%s", (backend) => {
  test("unregister gives every operation of TensorFlow.js its bits back", async () => {
    await tf.setBackend(backend);
    const x = sample(1000);
    const results = () =>
      tf.tidy(() => {
        const t = tf.tensor1d(x);
        const values = [tf.tanh, tf.sigmoid, tf.exp, tf.selu, tf.softplus, tf.elu, tf.relu, tf.relu6, tf.softmax];
        return values.flatMap((f) => [
          f(t).dataSync(),
          tf
            .grad((v) => f(v))(t)
            .dataSync(),
        ]);
      });
    const before = results();
    await registered(backend, { replace: "all" }, () => {
      const during = results();
      expect(during.some((y, i) => firstDifference(y, before[i]!) >= 0)).toBe(true);
    });
    expect(results()).toEqual(before);
  });

  test('"all" gives the operations of TensorFlow.js the bits of the functions', async () => {
    const different = await registered(backend, { replace: "all" }, ({ ops }) => {
      const x = tf.tensor2d(sample(60), [6, 10]);
      const pairs = {
        elu: [tf.elu, ops.elu],
        exp: [tf.exp, ops.exp],
        leakyRelu: [(t: tf.Tensor) => tf.leakyRelu(t, 0.3), (t: tf.Tensor) => ops.leakyRelu(t, { negativeSlope: 0.3 })],
        relu: [tf.relu, ops.relu],
        relu6: [tf.relu6, ops.relu6],
        selu: [tf.selu, ops.selu],
        sigmoid: [tf.sigmoid, ops.sigmoid],
        softmax: [tf.softmax, (t: tf.Tensor) => ops.softmax(t)],
        softplus: [tf.softplus, ops.softplus],
        tanh: [tf.tanh, ops.tanh],
      } as unknown as Record<string, [(t: tf.Tensor) => tf.Tensor, (t: tf.Tensor) => tf.Tensor]>;
      const found = Object.entries(pairs).filter(([, [theirs, ours]]) =>
        tf.tidy(() => {
          const dy = tf.tensor2d(sample(60, 5), [6, 10]);
          const value = firstDifference(theirs(x).dataSync(), ours(x).dataSync());
          const slope = firstDifference(tf.grad(theirs)(x, dy).dataSync(), tf.grad(ours)(x, dy).dataSync());
          return Math.max(value, slope) >= 0;
        }),
      );
      x.dispose();
      return found.map(([name]) => name);
    });
    expect(different).toEqual([]);
  });

  test("integers stay with the kernels of TensorFlow.js", async () => {
    await registered(backend, { replace: "all" }, () => {
      tf.tidy(() => {
        expect(tf.relu(tf.tensor1d([-1, 2], "int32")).arraySync()).toEqual([0, 2]);
        expect(tf.relu(tf.tensor1d([-1, 2], "int32")).dtype).toBe("int32");
      });
    });
  });
});

test("the report says what was added, replaced and kept, and why", async () => {
  await registered("wasm", {}, ({ report }) => {
    expect(report).toContainEqual({ kind: "kernel", name: "lanewise.gelu", backend: "cpu", change: "added" });
    expect(report).toContainEqual({ kind: "kernel", name: "Tanh", backend: "wasm", change: "replaced" });
    const reason = "XNNPACK computes it in one pass";
    expect(report).toContainEqual({ kind: "kernel", name: "Relu", backend: "wasm", change: "kept", reason });
    expect(report).toContainEqual({ kind: "gradient", name: "Greater", change: "added" });
    expect(report).toContainEqual({ kind: "activation", name: "hard_swish", change: "added" });
    expect(report).toContainEqual({ kind: "activation", name: "gelu", change: "replaced" });
  });
});

test('"none" leaves all kernels and gradients of TensorFlow.js as they are', async () => {
  await registered("wasm", { replace: "none", activations: false }, ({ report }) => {
    expect(report.filter(({ change }) => change === "replaced")).toEqual([
      { kind: "layer", name: "ELU", change: "replaced" },
      { kind: "layer", name: "ThresholdedReLU", change: "replaced" },
      { kind: "layer", name: "Softmax", change: "replaced" },
    ]);
    expect(report.filter(({ kind }) => kind === "activation")).toEqual([]);
  });
});

test("a second registration is refused, and the first one stays", async () => {
  await registered("wasm", {}, ({ ops }) => {
    expect(() => register(tf)).toThrow(
      'register: "tf" expected no registration that is in force, got a second call; call unregister() of the first one',
    );
    tf.tidy(() => void expect(ops.relu(-1).arraySync()).toBe(0));
  });
});

test("unregister twice does nothing the second time", async () => {
  await tf.setBackend("wasm");
  const before = registryState();
  const first = register(tf);
  first.unregister();
  const second = register(tf);
  first.unregister();
  expect(tf.getKernel("lanewise.gelu", "wasm")).toBeDefined();
  second.unregister();
  expect(registryState()).toEqual(before);
});

test("another copy of the package is refused while one is registered", async () => {
  await registered("wasm", {}, async () => {
    const copy = (await import("../../../dist/tfjs.js?copy" as string)) as { register: typeof register };
    expect(() => copy.register(tf)).toThrow(/got one by another copy of this package/);
  });
});

test("what is not TensorFlow.js is refused", () => {
  const refuse = (value: unknown) => () => register(value as typeof tf);
  expect(refuse(undefined)).toThrow(TypeError);
  expect(refuse({})).toThrow('register: "tf" expected TensorFlow.js, version 4, got an object without engine');
  expect(refuse({ default: tf })).toThrow(/pass the namespace: import \* as tf from "@tensorflow\/tfjs"/);
});

test("wrong options are refused before anything is changed", () => {
  const before = registryState();
  const refuse = (options: unknown) => () => register(tf, options as object);
  expect(refuse({ backend: "wasm" })).toThrow(/"options" expected only .*got "backend"; did you mean "backends"\?/);
  expect(refuse({ backends: "wasm" })).toThrow(/"backends" expected a list of names/);
  expect(refuse({ backends: [] })).toThrow(/"backends" expected a list of names/);
  expect(refuse({ backends: ["webgl"] })).toThrow(/"backends" expected "wasm" or "cpu", got "webgl"; other backends/);
  expect(refuse({ replace: "some" })).toThrow(/"replace" expected "faster" or "all" or "none", got "some"/);
  expect(refuse({ gradients: 1 })).toThrow(/"gradients" expected true or false, got 1/);
  expect(refuse("wasm")).toThrow(/"options" expected an object/);
  expect(registryState()).toEqual(before);
});

test("a backend that has not been imported is refused with what to import", () => {
  const partial = {
    ...tf,
    findBackendFactory: (name: string) => (name === "cpu" ? tf.findBackendFactory(name) : null),
  };
  expect(() => register(partial as typeof tf, { backends: ["wasm"] })).toThrow(
    /"backends" expected backends that were imported, got "wasm"; import "@tensorflow\/tfjs-backend-wasm"/,
  );
});

test("a heap that cannot be found is an error that says what to do, and leaves no tensor", async () => {
  await registered("wasm", {}, ({ ops }) => {
    const kernel = tf.getKernel("lanewise.gelu", "wasm");
    const x = tf.ones([3]);
    const strange = { wasm: { _malloc: () => 64 }, disposeData: () => true };
    expect(() => kernel.kernelFunc({ inputs: { x }, backend: strange })).toThrow(
      /register: "backends" expected a build of tfjs-backend-wasm with a memory that can be reached, got none/,
    );
    tf.tidy(() => void expect(ops.relu(x).arraySync()).toEqual([1, 1, 1]));
    x.dispose();
  });
});

test("the heap gets back what a registration has taken of it", async () => {
  await tf.setBackend("wasm");
  const { wasm } = tf.backend() as unknown as { wasm: { _malloc(bytes: number): number; _free(at: number): void } };
  const place = () => {
    const at = wasm._malloc(65_536);
    wasm._free(at);
    return at;
  };
  const before = place();
  for (let i = 0; i < 3; i++) {
    await registered("wasm", {}, ({ ops }) => tf.tidy(() => void ops.gelu([1, 2])));
    expect(place()).toBe(before);
  }
});
