import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { build } from "../../bindings/formula/build.js";
import { derivatives } from "../../bindings/formula/derive.js";
import { Graph } from "../../bindings/formula/graph.js";
import { parse } from "../../bindings/formula/parse.js";
import { activation, FormulaError } from "../../bindings/formula.js";
import { gelu, leakyRelu, softmax } from "../../bindings/index.js";
import { expectTrue } from "../support/bounds.js";
import { expectSame } from "../support/same.js";

/** The syntax is JavaScript's: its own parser says what a formula means. */

const at = Float64Array.of(-2.5, -1, 0, 0.5, 1, 3);

const operand = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("x", "2", "0.5", "3", "x", ".25", "1e1") },
  fc.constantFrom("(x)", "-x", "--x", "!x", "- -x", "+x", "abs(x)", "(x ? 1 : 2)", "max(x, 1)"),
);
const operator = fc.constantFrom(..."+ - * / ** < <= > >= == != && || ? :".split(" "));

/** Operands and operators in turn: JavaScript refuses some of them. */
const soup = fc
  .tuple(operand, fc.array(fc.tuple(operator, operand), { minLength: 1, maxLength: 6 }))
  .map(([first, rest]) => [first, ...rest.flat()].join(rest.length % 2 === 0 ? "" : " "));

function inJavaScript(text: string): ((x: number) => number) | undefined {
  // Assignments to x.
  if (/\+\+|--/.test(text)) return undefined;
  try {
    return new Function("x", "abs", "max", `return Number(${text})`) as never;
  } catch {
    return undefined;
  }
}

test("operators bind as in JavaScript; what it refuses is refused, and a < b < c, which is not what it seems", () => {
  const property = fc.property(soup, (text) => {
    const f = inJavaScript(text) as ((...args: unknown[]) => number) | undefined;
    let got: Float64Array | undefined;
    try {
      got = activation(text)(at);
    } catch (cause) {
      if (!(cause instanceof FormulaError)) throw cause;
      const own = /one comparison at a time|got one without/.test(cause.message);
      expectTrue(!f || own, () => `${text}: ${cause.message}`);
      return;
    }
    expectTrue(f !== undefined, () => `${text} is no JavaScript`);
    at.forEach((x, i) => {
      const want = f!(x, Math.abs, Math.max);
      const same = Object.is(got[i], want) || Math.abs(got[i]! - want) <= 1e-14 * Math.abs(want);
      expectTrue(same || Number(got[i]) === want, () => `${text} at ${x}: got ${got[i]}, want ${want}`);
    });
  });
  fc.assert(property, { numRuns: 1500 });
});

test("any text is a formula, or refused with a place in it", () => {
  const pieces = fc.constantFrom(
    ..."x ( ) , { } ? : + - ** / gelu leakyRelu negativeSlope 1 1e9 .5 && ! < pi sqrt".split(" "),
  );
  const texts = fc.oneof(
    // fast-check makes a table of all characters for its own: a second.
    fc.array(fc.nat(0x10ffff)).map((points) => String.fromCodePoint(...points)),
    fc.array(pieces, { maxLength: 30 }).map((all) => all.join(" ")),
  );
  const property = fc.property(texts, (text) => {
    try {
      activation(text)(at);
    } catch (cause) {
      if (!(cause instanceof FormulaError)) throw cause;
      const { start, end } = cause;
      expectTrue(0 <= start && start <= end && end <= text.length, () => `${JSON.stringify(text)}: ${start} to ${end}`);
    }
  });
  fc.assert(property, { numRuns: 1500 });
});

describe("a formula that cannot be used is refused where it is wrong", () => {
  test.each<[formula: string, marked: string, message: string]>([
    ["", "", 'expected a number, a name or "(", got the end'],
    ["x +", "", "got the end"],
    ["(x", "", 'expected an operator or ")"'],
    ["x)", ")", "expected an operator or the end"],
    ["x ? 1", "", 'expected ":" and the other value'],
    ["-x ** 2", "**", "write -(a ** b) or (-a) ** b"],
    ["x ^ 2", "^", "write ** for powers"],
    ["2x", "2x", "write 2 * x for a product"],
    ["x = 1", "=", "write == to compare"],
    ["0 < x < 1", "<", "write a < x && x < b"],
    ["1_000 * x", "1_000", "a decimal number"],
    ["y + 1", "y", 'expected one of "x", "pi", "e", got "y"'],
    ["geluu(x)", "geluu", 'did you mean "gelu"?'],
    ["sqrt", "sqrt", "write sqrt(x)"],
    ["x(2)", "x", 'got "x", which is a number'],
    ["sqrt(x, 2)", "sqrt(x, 2)", "expected 1 argument of sqrt, got 2"],
    ["clip(x, 1)", "clip(x, 1)", "expected 3 arguments of clip, got 2"],
    ["max(x)", "max(x)", "expected 2 or more arguments of max, got 1"],
    ["relu(x, 6)", "relu(x, 6)", "write relu(x, { maxValue: … })"],
    ["elu(x, { alhpa: 1 })", "alhpa", 'did you mean "alpha"?'],
    ["elu(x, { alpha: 1, alpha: 2 })", "alpha", '"alpha" twice'],
    ["elu(x, { alpha: x })", "x", "without x"],
    ["softShrink(x, -1)", "-1", "expected a finite number ≥ 0"],
    ["threshold(x)", "threshold(x)", 'expected "threshold" of threshold, got none'],
    ["gelu(x, { a: 1 })", "a", "no options of gelu"],
    ["softmax(x)", "softmax", "expected a known function"],
    ["3", "3", "expected an expression of x"],
    ["constructor", "constructor", "expected one of"],
    ["x.constructor", ".", "expected a number, a name or an operator"],
    ["__proto__(x)", "__proto__", "expected a known function"],
    ["x; 1", ";", "a formula is one expression"],
    ["'x'", "'", "expected a number"],
    ["x--1", "--", 'expected an operator or the end, got "--"'],
    ["++x", "++", 'expected a number, a name or "(", got "++"'],
    ["0x10 * x", "0x10", 'a decimal number, got "0x10"\n'],
    ["x +\u200b 1", "\u200b", "got the character U+200B"],
    ["x + \u202e1", "\u202e", "got the character U+202E"],
    ["hardTanh(x, { min: 2, max: 1 })", "hardTanh(x, { min: 2, max: 1 })", "a bound above min, got min 2, max 1"],
  ])("%s", (formula, marked, message) => {
    let thrown: unknown;
    try {
      activation(formula);
    } catch (cause) {
      thrown = cause;
    }
    expect(thrown).toBeInstanceOf(FormulaError);
    const { start, end, message: text } = thrown as FormulaError;
    expect(text).toContain(message);
    expect(formula.slice(start, end)).toBe(marked);
    const [, line, carets] = text.split("\n");
    const shown = marked.slice(0, 1).replace(/\p{Cf}/u, " ");
    expect(line!.slice(carets!.indexOf("^"), carets!.lastIndexOf("^") + 1).startsWith(shown)).toBe(true);
  });

  test("a place in a long line is shown with what is around it", () => {
    const formula = `${"x + ".repeat(200)}y${" + x".repeat(200)}`;
    expect(() => activation(formula)).toThrow(/\n {2}….{72}…\n {2}\s+\^$/);
  });
});

describe("limits", () => {
  const nested = (depth: number) => `${"(".repeat(depth)}x${")".repeat(depth)}`;

  test("200 levels of nesting", () => {
    expectSame(activation(nested(199))(at), at);
    for (const text of [
      nested(200),
      nested(9000),
      `${"- ".repeat(201)}x`,
      `${"x ** ".repeat(201)}x`,
      `${"x ? 1 : ".repeat(201)}x`,
    ])
      expect(() => activation(text)).toThrow("at most 200 levels of nesting");
  });

  test("2,000 numbers, names and operators", () => {
    const sum = (terms: number) => Array.from({ length: terms }, () => "x").join("+");
    expect(activation(sum(1000))(Float64Array.of(1))[0]).toBe(1000);
    expect(() => activation(sum(1001))).toThrow("at most 2000 numbers, names and operators");
    expect(() => activation(" ".repeat(20_001))).toThrow("at most 20000 characters");
  });

  test("the slope of a chain of quotients grows with its length", () => {
    const nodes = (length: number) => {
      const text = Array.from({ length }, (_, i) => `(x + ${i})`).join("/");
      const graph = new Graph();
      const y = build(graph, text, parse(text), { parameters: [], formulas: new Map(), functions: new Map() });
      derivatives(graph, y, [graph.x]);
      return graph.nodes.length;
    };
    expect(nodes(400)).toBeLessThan(2.2 * nodes(200));
  });

  test("functions of functions do not grow without end", () => {
    let f = activation("x * x + 1");
    const grow = () => {
      for (let i = 0; i < 20; i++) f = activation("f(f(x) + 1) + f(2 * x)", { functions: { f } });
    };
    expect(grow).toThrow("operations, counting the operations of functions");
  });

  test("hundreds of results that are needed at once have a place", () => {
    const chain = (length: number) =>
      Array.from({ length }).reduce<string>((text, _, i) => `sin(${i} + x) * (${text})`, "x");
    const f = activation(chain(90));
    expect(Number.isFinite(f.derivative(at)[3])).toBe(true);
    const many = (terms: number) => Array.from({ length: terms }, (_, i) => `sin(x*${i + 2})`).join("*");
    expect(Number.isNaN(activation(many(200)).derivative(at)[3])).toBe(false);
    expect(() => activation(many(390))).toThrow("expected one with fewer intermediate results");
  });
});

describe("names", () => {
  test.each(["x", "out", "constructor", "__proto__", "toString", "pi", "gelu", "max", "accumulate", "a b", ""])(
    "%s cannot be a parameter",
    (name) => {
      const parameters = JSON.parse(`{ ${JSON.stringify(name)}: 1 }`) as Record<string, number>;
      expect(() => activation("x", { parameters })).toThrow(RangeError);
    },
  );

  test("parameters whose gradients would have one name are refused", () => {
    expect(() => activation("a * x + A", { parameters: { a: 1, A: 2 } })).toThrow(
      '"parameters" expected names with different gradients, got "a" and "A"',
    );
  });

  test("a parameter is a finite number, and used", () => {
    expect(() => activation("a * x", { parameters: { a: "1" } as never })).toThrow(
      '"a" expected a number, its default',
    );
    expect(() => activation("a * x", { parameters: { a: Number.NaN } })).toThrow("a finite number, its default");
    expect(() => activation("x + 1", { parameters: { a: 1 } })).toThrow('parameters that the formula uses, got "a"');
  });

  test("functions of the package and functions made from formulas are known", () => {
    expect(() => activation("f(x)", { functions: { f: Math.sin } as never })).toThrow(
      "an elementwise function of lanewise",
    );
    expect(() => activation("f(x)", { functions: { f: softmax } as never })).toThrow(
      "an elementwise function of lanewise",
    );
    expect(() => activation("gelu(x)", { functions: { gelu: activation("x") } })).toThrow("no other meaning");
    expectSame(activation("g(x)", { functions: { g: gelu } })(at), gelu(at));
  });

  test("every elementwise function has its own bits, by names and aliases, with its options", () => {
    expectSame(activation("hardSilu(logistic(x))")(at), activation("hardSwish(sigmoid(x))")(at));
    for (const text of ["leakyRelu(x, 0.2)", "leakyRelu(x, { negativeSlope: 1 / 5 })"]) {
      const f = activation(text);
      expectSame(f(at), leakyRelu(at, { negativeSlope: 0.2 }));
      expectSame(f.derivative(at), leakyRelu.derivative(at, { negativeSlope: 0.2 }));
    }
  });
});

test("formulas are parts of formulas, with their parameters", () => {
  const snake = activation("x + sin(a * x) ** 2 / a", { parameters: { a: 1 } });
  const two = activation("snake(2 * x, { a: b }) + snake(x)", { parameters: { b: 3 }, functions: { snake } });
  const whole = activation("(2 * x) + sin(b * (2 * x)) ** 2 / b + (x + sin(1 * x) ** 2 / 1)", { parameters: { b: 3 } });
  expectSame(two(at), whole(at));
  expectSame(two.derivative(at, { b: 0.5 }), whole.derivative(at, { b: 0.5 }));
  expect(two.gradB(at, at)).toBe(whole.gradB(at, at));
});
