import * as lanewise from "lanewise";
import { createPool } from "lanewise/pool";
import { activationStream } from "lanewise/stream";

/**
 * Compares every call of arrays of halves with the same call in f32, whose result the engine itself rounds. It returns the
 * number of comparisons, and the calls whose results differ.
 */
export async function compareHalves() {
  const found = { count: 0, failures: [] };
  const compare = (title, got, want) => {
    found.count++;
    const isRight =
      typeof want === "number" ? Object.is(got, want) : got instanceof Float16Array && areSame(got, rounded(want));
    if (!isRight) found.failures.push(title);
  };
  const refuse = (title, call, message) => {
    found.count++;
    try {
      call();
    } catch (error) {
      if (error instanceof TypeError && message.test(error.message)) return;
    }
    found.failures.push(title);
  };

  for (const call of calls()) {
    const { title, f, operands, options, hasOut, accumulates } = call;
    const wide = operands.map(widened);
    const want = f(...wide, options);
    if (title.endsWith("valueAndDerivative")) {
      const got = f(...operands, options);
      compare(title, got.value, want.value);
      compare(title, got.derivative, want.derivative);
      continue;
    }
    compare(title, f(...operands, options), want);
    if (!hasOut) continue;
    const out = new Float16Array(want.length).fill(7);
    compare(`${title}, out`, f(...operands, { ...options, out }), want);
    if (want.length === operands[0].length) {
      const place = operands[0].slice();
      compare(`${title}, in place`, f(place, ...operands.slice(1), { ...options, out: place }), want);
    }
    if (!accumulates) continue;
    const sums = halves(want.length, 5);
    const total = f(...wide, { ...options, accumulate: true, out: widened(sums) });
    compare(`${title}, accumulate`, f(...operands, { ...options, accumulate: true, out: sums }), total);
  }

  const many = [16, 16, 16, 16, 0, 70, 3000].map((length, i) => halves(length, i));
  const results = lanewise.gelu.batch(many);
  for (const [i, x] of many.entries()) compare(`gelu.batch, ${i}`, results[i], lanewise.gelu(widened(x)));

  const pool = await createPool({ threads: 2, threshold: 0 });
  for (const { title, f, operands, options } of calls().filter(({ pooled }) => pooled)) {
    const got = await pool.run(f, ...operands, options);
    const want = f(...operands.map(widened), options);
    for (const name of want.derivative ? ["value", "derivative"] : [undefined]) {
      compare(`pool.run, ${title}`, name ? got[name] : got, name ? want[name] : want);
    }
  }
  await pool.close();

  const x = halves(50_000, 3);
  const readable = new ReadableStream({
    start(controller) {
      for (let i = 0; i < x.length; i += 7000) controller.enqueue(x.slice(i, i + 7000));
      controller.close();
    },
  });
  const chunks = [];
  for await (const chunk of readable.pipeThrough(activationStream(lanewise.softmax, { shape: [10] }))) {
    chunks.push(...chunk);
  }
  compare("stream", Float16Array.from(chunks), lanewise.softmax(widened(x), { shape: [5000, 10] }));

  const { relu, sigmoid, Workspace } = lanewise;
  const workspace = new Workspace({ bytes: 2 ** 16 });
  const inside = new Float16Array(workspace.float32(widened(x.slice(0, 100))).buffer, 2 ** 16, 200);
  compare("an array over a Workspace", sigmoid(inside), sigmoid(widened(inside)));
  refuse("halves with f32", () => relu.grad(x, widened(x)), /"dy" expected a Float16Array of length 50000/);
  refuse("f32 with halves", () => relu(widened(x), { out: x }), /"out" expected a Float32Array of length 50000/);
  refuse("a Uint16Array", () => relu(new Uint16Array(4)), /expected a Float32Array or Float64Array/);
  return found;
}

function areSame(a, b) {
  return a.length === b.length && a.every((value, i) => Object.is(value, b[i]));
}

const widened = (array) => (array instanceof Float16Array ? Float32Array.from(array) : array);
const rounded = (array) => Float16Array.from(array);

/** Numbers of all sizes: half of them moderate, and any bits, which are subnormal, infinite or NaN, too. */
function halves(length, seed) {
  const bits = new Uint16Array(length);
  let state = seed * 7919 + 1;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bits[i] = (i >> 6) % 2 === 0 ? state >>> 16 : 0x3000 + ((state >>> 16) % 0x1400) + (state & 0x8000);
  }
  return new Float16Array(bits.buffer);
}

/** Moderate numbers alone. */
function moderate(length, seed) {
  return halves(length, seed).map((value) => (Math.abs(value) < 8 ? value : 0.5));
}

const LENGTHS = [0, 1, 7, 8, 9, 100, 16_384, 40_003];
const SHAPES = [
  [[40, 26], -1],
  [[26, 40], 0],
  [[3, 20_000], 1],
  [[2, 9000, 4], 1],
  [[2, 4, 9001], 1],
  [[0, 6], -1],
];
const NEEDED = { min: -0.5, max: 0.75, threshold: 0.1, value: -1, pieces: 2 };

function calls() {
  return Object.values(lanewise)
    .filter((f) => typeof f === "function" && "spec" in f)
    .flatMap((f) => [...new Set(callsOf(f))]);
}

function* callsOf(f) {
  const { spec } = f;
  const options = {};
  for (const [name, { default: preset }] of Object.entries(spec.parameters ?? {})) {
    if (preset === undefined) options[name] = NEEDED[name];
  }
  const call = (member, operands, more = {}) => ({
    title: `${spec.name}${member && "."}${member}${more.title ?? ""}`,
    f: member ? f[member] : f,
    operands,
    options: { ...options, ...more.options },
    hasOut: more.hasOut ?? true,
    accumulates: member.startsWith("grad") && more.hasOut !== false,
    pooled: more.pooled,
  });
  const members = Object.keys(f).filter((name) => name !== "batch" && name !== "spec");
  if (spec.kind === "elementwise" || spec.kind === "element-loss" || spec.kind === "rrelu") {
    for (const n of LENGTHS) {
      const pooled = n > 40_000;
      const x = halves(n, 1);
      const isLoss = spec.kind === "element-loss";
      yield call("", isLoss ? [x, moderate(n, 2)] : [x], { pooled, title: `, ${n}` });
      for (const member of members) {
        const isNumber = /^grad[A-Z]/.test(member) && member !== "gradFromOutput";
        const operands = member.startsWith("grad") ? [x, moderate(n, 2)] : [x];
        yield call(member, operands, { hasOut: !isNumber, pooled });
      }
    }
    if (spec.kind !== "rrelu") return;
    const training = { training: true, seed: 5 };
    yield call("", [halves(40_000, 1)], { options: training, title: ", training", pooled: true });
    yield call("grad", [halves(40_000, 1), halves(40_000, 2)], { options: training, title: ", training" });
    return;
  }
  for (const [shape, axis] of SHAPES) {
    const length = shape.reduce((a, b) => a * b, 1);
    const along = { options: { shape, axis }, title: `, [${shape}], ${axis}`, pooled: length === 36_000 };
    const x = moderate(length, 1);
    const { outer, n, made, inner } = spec.layout(length, { ...options, shape, axis });
    const results = outer * made * inner;
    if (spec.kind === "cross-entropy") {
      const labels = Int32Array.from({ length: outer * inner }, (_, i) => (i % 3 === 2 ? -100 : i % n));
      for (const labelSmoothing of [0, 0.25]) {
        const smoothed = { ...along, options: { shape, axis, labelSmoothing }, title: `${along.title}, labels` };
        for (const member of ["", "grad"]) yield call(member, [x, labels], smoothed);
      }
      const targets = x.map((value) => Math.abs(value) / 8);
      for (const member of ["", "grad"]) yield call(member, [x, targets], along);
    } else if (spec.kind === "prelu") {
      for (const alpha of [moderate(1, 4), moderate(shape.at(axis), 4)]) {
        yield call("", [x, alpha], along);
        for (const member of ["grad", "gradAlpha"]) yield call(member, [x, alpha, moderate(length, 2)], along);
      }
    } else {
      yield call("", [x], along);
      for (const member of members) yield call(member, [x, moderate(results, 2)], along);
    }
  }
}
