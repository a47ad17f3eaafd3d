import { afterEach, describe, expect, test } from "vitest";
import { gelu, leakyRelu, relu, rrelu, softmax } from "../../bindings/index.js";

/** The options of a call may come from the object or its class, but not from Object.prototype. */

const x = Float32Array.of(-2, 3);
const SLOPE = 0.5;
const with05 = leakyRelu(x, { negativeSlope: SLOPE });
const preset = leakyRelu(x);

/** Names on Object.prototype, as an old library or an attack puts them there. */
function pollute(names: Readonly<Record<string, unknown>>, enumerable = true): void {
  for (const [name, value] of Object.entries(names)) {
    polluted.push(name);
    Object.defineProperty(Object.prototype, name, { value, enumerable, configurable: true, writable: true });
  }
}

const polluted: string[] = [];
afterEach(() => {
  for (const name of polluted.splice(0)) Reflect.deleteProperty(Object.prototype, name);
});

describe("an option counts", () => {
  class Defaults {
    readonly factor: number;
    constructor(factor: number) {
      this.factor = factor;
    }
    get negativeSlope(): number {
      return this.factor;
    }
  }

  test.each<[string, object]>([
    ["of an object", { negativeSlope: SLOPE }],
    ["of an object without a prototype", Object.assign(Object.create(null), { negativeSlope: SLOPE })],
    ["that is inherited", Object.create({ negativeSlope: SLOPE })],
    ["inherited by way of another object", Object.create(Object.create({ negativeSlope: SLOPE }))],
    ["that is not enumerable", Object.defineProperty({}, "negativeSlope", { value: SLOPE })],
  ])("%s", (_, options) => {
    expect(leakyRelu(x, options)).toEqual(with05);
    expect(with05).not.toEqual(preset);
  });

  test("that an accessor of a class reads from this object; names of its own must be known", () => {
    expect(() => leakyRelu(x, new Defaults(SLOPE) as object)).toThrow(/got "factor"/);
    const options = Object.create(new Defaults(SLOPE)) as object;
    expect(leakyRelu(x, options)).toEqual(with05);
  });
});

describe("a name that the call does not take", () => {
  test("is refused on the object", () => {
    expect(() => leakyRelu(x, { negativeSlop: 1 } as object)).toThrow(
      'leakyRelu: "options" expected only "negativeSlope", "out", got "negativeSlop"; did you mean "negativeSlope"?',
    );
  });

  test("is not looked at if it is inherited, as a helper of a library is", () => {
    const inherited = { toOptions: 1, negativeSlop: 2 };
    expect(leakyRelu(x, Object.create(inherited))).toEqual(preset);
    const both = Object.assign(Object.create(inherited), { negativeSlope: SLOPE });
    expect(leakyRelu(x, both)).toEqual(with05);
  });
});

describe("what is on Object.prototype", () => {
  const out = new Float32Array(2);

  test.each([true, false])("is no option of a call, enumerable: %s", (enumerable) => {
    const want = { relu: relu(x), softmax: softmax(x), grad: gelu.grad(x, x), rrelu: rrelu(x) };
    pollute(
      {
        negativeSlope: SLOPE,
        out,
        shape: [2, 1],
        axis: 0,
        accumulate: true,
        derivative: true,
        training: true,
        more: 1,
      },
      enumerable,
    );
    for (const options of [undefined, {}, Object.create({})]) {
      expect(leakyRelu(x, options)).toEqual(preset);
      expect(relu(x, options)).toEqual(want.relu);
      expect(softmax(x, options)).toEqual(want.softmax);
      expect(rrelu(x, options)).toEqual(want.rrelu);
      expect(gelu.grad(x, x, options)).toEqual(want.grad);
    }
    expect(out).toEqual(new Float32Array(2));
  });

  test("does not hide what the object has, or an object that it inherits from", () => {
    pollute({ negativeSlope: 7 });
    expect(leakyRelu(x, { negativeSlope: SLOPE })).toEqual(with05);
    expect(leakyRelu(x, Object.create({ negativeSlope: SLOPE }))).toEqual(with05);
    expect(leakyRelu(x, Object.create(Object.create({ negativeSlope: SLOPE })))).toEqual(with05);
    const bare = Object.assign(Object.create(null), { negativeSlope: SLOPE });
    expect(leakyRelu(x, bare)).toEqual(with05);
    expect(leakyRelu(x, Object.create(null))).toEqual(preset);
  });
});
